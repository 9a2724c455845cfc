# SPDX-License-Identifier: MIT
#
# awk -v section=1 -v date=2026-11-26 -v source="claude-tracker 0.1.0" -f manpage.awk docs/manual/PAGE.md
#
# Makes a man page of a page of the manual. It knows what those pages use: a title with a sentence and a synopsis below
# it, headings, paragraphs, lists, tables, code in fences, and in the text code, links and **strong** words. A table
# becomes a list: the first column names, the rest explains.

function escaped(text) {
  gsub(/\\/, "\\e", text)
  return text
}

function code(text) {
  text = escaped(text)
  gsub(/-/, "\\-", text)
  return "\\fB" text "\\fR"
}

# Outside of code.
function plain(text,    at, label, target, result) {
  text = escaped(text)
  result = ""
  while (match(text, /\[[^][]*\]\([^()]*\)/)) {
    result = result substr(text, 1, RSTART - 1)
    label = substr(text, RSTART + 1)
    target = substr(label, index(label, "](") + 2)
    label = substr(label, 1, index(label, "](") - 1)
    target = substr(target, 1, index(target, ")") - 1)
    text = substr(text, RSTART + RLENGTH)
    if (target ~ /^claude-tracker\.toml\.md/) label = "\\fBclaude\\-tracker.toml\\fR(5)"
    else if (target ~ /^claude-tracker\.md/) label = "\\fBclaude\\-tracker\\fR(1)"
    else if (target ~ /^https:/) label = label " <" target ">"
    result = result label
  }
  text = result text
  while (match(text, /\*\*[^*]+\*\*/)) {
    text = substr(text, 1, RSTART - 1) "\\fB" substr(text, RSTART + 2, RLENGTH - 4) "\\fR" substr(text, RSTART + RLENGTH)
  }
  return text
}

function inline(text,    parts, count, i, result) {
  count = split(text, parts, "`")
  result = ""
  for (i = 1; i <= count; ++i) result = result (i % 2 ? plain(parts[i]) : code(parts[i]))
  if (result ~ /^['.]/) result = "\\&" result
  return result
}

function say(text) { if (text != "") print inline(text) }

function trimmed(text) {
  gsub(/^[ \t]+|[ \t]+$/, "", text)
  return text
}

# Cells of a row; `\|` does not separate.
function cells(row, into,    count, i) {
  sub(/^\|/, "", row)
  sub(/\|[ \t]*$/, "", row)
  gsub(/\\\|/, "\001", row)
  count = split(row, into, "|")
  for (i = 1; i <= count; ++i) {
    gsub(/\001/, "|", into[i])
    into[i] = trimmed(into[i])
  }
  return count
}

BEGIN { before_sections = 1 }

/^```/ {
  if (in_code) {
    print ".EE\n.RE"
    in_code = 0
  } else {
    if (before_sections) print ".SH SYNOPSIS"
    else print ".PP"
    print ".RS 4\n.EX"
    in_code = 1
  }
  after_synopsis = before_sections
  next
}

in_code {
  line = escaped($0)
  gsub(/-/, "\\-", line)
  if (line ~ /^['.]/) line = "\\&" line
  print line
  next
}

/^# / {
  title = substr($0, 3)
  next
}

# The sentence below the title.
title != "" && summary == "" {
  if ($0 == "") next
  summary = $0
  sub(/\.$/, "", summary)
  printf ".TH %s %s %s \"%s\"\n", toupper(title), section, date, source
  name = title
  gsub(/-/, "\\-", name)
  printf ".SH NAME\n%s \\- %s\n", name, tolower(substr(summary, 1, 1)) substr(summary, 2)
  next
}

/^## / {
  in_table = 0
  before_sections = 0
  described = 1
  text = toupper(substr($0, 4))
  print ".SH " (text ~ / / ? "\"" text "\"" : text)
  fresh = 1
  next
}

/^### / {
  in_table = 0
  print ".SS \"" inline(substr($0, 5)) "\""
  fresh = 1
  next
}

/^\|/ {
  count = cells($0, cell)
  if ($0 ~ /^\|[-|: ]+$/) next
  if (!in_table) {
    in_table = 1
    has_defaults = cell[2] == "default"
    # A table that says whose options it has says so here too.
    if (cell[2] == "" && cell[1] ~ / of /) {
      if (!fresh) print ".PP"
      say(toupper(substr(cell[1], 1, 1)) substr(cell[1], 2) ":")
    }
    next
  }
  fresh = 0
  print ".TP"
  say(cell[1])
  explanation = ""
  if (has_defaults) {
    explanation = cell[3]
    if (cell[2] != "") explanation = explanation "; default: " cell[2]
  } else {
    explanation = cell[2]
    if (count > 2 && cell[3] != "") explanation = explanation (cell[2] == "" ? "" : ": ") cell[3]
  }
  if (explanation == "") print "\\&"
  else say(explanation)
  next
}

in_table { in_table = 0 }

/^[ \t]*$/ {
  need_paragraph = 1
  next
}

/^- / {
  print ".IP \\(bu 2"
  say(substr($0, 3))
  need_paragraph = 0
  fresh = 0
  next
}

{
  if (before_sections && after_synopsis && !described) {
    print ".SH DESCRIPTION"
    described = 1
    fresh = 1
  }
  if (need_paragraph && !fresh && $0 !~ /^  /) print ".PP"
  need_paragraph = 0
  fresh = 0
  say(trimmed($0))
}

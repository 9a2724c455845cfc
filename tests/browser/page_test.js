// SPDX-License-Identifier: MIT
//
// The page of `report --html` in Chromium: readable by everybody, in light and dark, on a phone and on paper, by
// keyboard alone, and without a single request. Screenshots are left beside the pages, to be looked at.
'use strict';

const { test, before, after } = require('node:test');
const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const { mkdirSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { chromium } = require('playwright-core');

const pages = process.env.PAGES;
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
let browser;

before(async () => {
  mkdirSync(pages, { recursive: true });
  execFileSync(process.env.SAMPLE_PAGES, [pages]);
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
});

after(async () => browser?.close());

const sizes = { desktop: { width: 1200, height: 900 }, tablet: { width: 700, height: 900 }, phone: { width: 360, height: 740 } };

// The page, and every address it asked for beside its own.
async function open(name, { size = 'desktop', colorScheme = 'light' } = {}) {
  const context = await browser.newContext({ viewport: sizes[size], colorScheme, bypassCSP: true });
  const page = await context.newPage();
  const asked = [];
  const messages = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => messages.push(message.text()));
  page.on('dialog', (dialog) => { messages.push(`a dialog: ${dialog.message()}`); dialog.dismiss(); });
  await page.goto(`file://${path.join(pages, name)}`);
  return { page, asked, messages };
}

const looks = Object.keys(sizes).flatMap((size) => ['light', 'dark'].map((colorScheme) => ({ name: 'busy.html', size, colorScheme })));
for (const { name, size, colorScheme } of [...looks, { name: 'empty.html', size: 'phone', colorScheme: 'light' }]) {
  test(`${name} is accessible, ${size}, ${colorScheme}`, async () => {
    const { page, asked, messages } = await open(name, { size, colorScheme });
    await page.screenshot({ path: path.join(pages, `${path.parse(name).name}-${size}-${colorScheme}.png`), fullPage: true });
    const [content, window] = await page.evaluate('[document.documentElement.scrollWidth, document.documentElement.clientWidth]');
    assert.ok(content <= window, `it scrolls sideways: ${content} > ${window}`);
    await page.evaluate('document.querySelectorAll("details").forEach((part) => { part.open = true; })');
    await page.evaluate(axe);
    const { violations } = await page.evaluate('axe.run(document, { resultTypes: ["violations"] })');
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html + node.failureSummary)]), []);
    assert.equal(asked.length, 1, asked.join('\n'));
    assert.deepEqual(messages, []);
    await page.context().close();
  });
}

test('light and dark are two different looks', async () => {
  const colours = [];
  for (const colorScheme of ['light', 'dark']) {
    const { page } = await open('busy.html', { colorScheme });
    colours.push(await page.evaluate('getComputedStyle(document.body).backgroundColor'));
    await page.context().close();
  }
  assert.notEqual(colours[0], colours[1]);
});

test('a name that means harm is a name', async () => {
  const { page, messages } = await open('busy.html');
  assert.equal(await page.evaluate('document.scripts.length'), 0);
  assert.equal(await page.getByRole('rowheader', { name: '<script>alert(1)</script>' }).first().isVisible(), true);
  assert.equal(await page.getByText('/home/me/<b>notes</b>').first().isVisible(), true);
  assert.deepEqual(messages, []);
  await page.context().close();
});

test('the keyboard reaches every table and opens every part', async () => {
  const { page } = await open('busy.html', { size: 'phone' });
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate('document.activeElement.textContent'), 'Skip to the content');
  await page.keyboard.press('Enter');
  const wanted = await page.locator('main .scroll').count();
  const reached = new Set();
  for (let i = 0; i < wanted * 2 && reached.size < wanted; ++i) {
    await page.keyboard.press('Tab');
    const [tag, label] = await page.evaluate('[document.activeElement.tagName, document.activeElement.getAttribute("aria-label") ?? document.activeElement.getAttribute("aria-labelledby")]');
    if (tag === 'SUMMARY') await page.keyboard.press('Enter');
    if (label) reached.add(label);
  }
  assert.equal(reached.size, wanted, [...reached].join(', '));
  assert.equal(await page.locator('details:not([open])').count(), 0);
  await page.context().close();
});

test('whoever does not see the bars has the same in tables', async () => {
  const { page } = await open('busy.html');
  const bars = await page.locator('.chart[aria-hidden=true] .day').count();
  assert.equal(await page.locator('details tbody tr').count(), bars);
  assert.ok(bars > 30);
  const headings = await page.getByRole('heading').allTextContents();
  for (const heading of ['Timesheet', 'Projects', 'Days', 'February 2026', 'Weeks', 'Months', 'Without a project']) {
    assert.ok(headings.includes(heading), `${heading} is not among ${headings}`);
  }
  await page.context().close();
});

test('a project is told by its letter, not by its colour alone', async () => {
  const { page } = await open('busy.html');
  const keys = await page.locator('#projects ~ .scroll .key').allTextContents();
  assert.equal(new Set(keys).size, keys.length);
  const wide = await page.locator('.bar.entries span').evaluateAll((spans) => spans.filter((span) => span.offsetWidth > 24).map((span) => span.textContent));
  assert.ok(wide.length > 30 && wide.every((text) => text.length > 0));
  await page.context().close();
});

test('it prints', async () => {
  const { page } = await open('busy.html');
  const pdf = await page.pdf({ path: path.join(pages, 'busy.pdf'), format: 'A4' });
  assert.ok(pdf.length > 10000);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.evaluate('getComputedStyle(document.querySelector(".skip")).display'), 'none');
  await page.context().close();
});

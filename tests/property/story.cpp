// SPDX-License-Identifier: MIT
#include "story.hpp"

namespace libsync::testing {

std::ostream& operator<<(std::ostream& out, const Event& event) {
  return out << "{kind " << static_cast<int>(event.kind) << ", session " << event.session << ", " << event.time
             << " s}";
}

rc::Gen<Story> any_story(bool with_loss) {
  return rc::gen::exec([with_loss] {
    using Kind = Event::Kind;
    Story story{{Kind::session, 0, 0}};
    int time = 0;
    for (int i = *rc::gen::inRange(2, 16); i > 0; --i) {
      time += *rc::gen::element(0, 60, 300, 840, 960, 3000);
      const auto kind = *rc::gen::weightedElement<Kind>({{2, Kind::session},
                                                         {2, Kind::child},
                                                         {5, Kind::question},
                                                         {8, Kind::answer},
                                                         {4, Kind::tool},
                                                         {6, Kind::done},
                                                         {2, Kind::fork},
                                                         {1, Kind::new_version},
                                                         {with_loss ? 3 : 0, Kind::forgotten}});
      story.push_back({kind, *rc::gen::inRange(0, 8), time});
    }
    return story;
  });
}

}  // namespace libsync::testing

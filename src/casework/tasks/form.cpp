#include "casework/tasks/form.h"

#include <algorithm>

namespace arasha::casework {

Html who_field(const Desk& desk, const Visit& visit, FileId file, const schema::FormData& typed, const web::FieldErrors& errors) {
  const Catalogue& words = visit.words;
  web::ChoiceField who{"member", std::string(words.text(N_("Who does it"))), {}, colleagues_of(desk, visit, file)};
  who.kind = web::ChoiceKind::select;
  who.optional = true;
  who.nothing = words.text(N_("Whoever looks after the case"));
  who.chosen = {std::string(typed.get("member"))};
  return web::choice_field(words, who, errors);
}

void read_who(const Desk& desk, FileId file, const schema::FormData& form, Task& task, web::FieldErrors& errors) {
  task.clear_member();
  const std::string_view chosen = form.get("member");
  if (chosen.empty()) return;
  const auto member = MemberId::from_text(chosen);
  const auto readers = readers_of(desk.vault, file, ASSISTANCE);
  if (member && readers && std::binary_search(readers->members.begin(), readers->members.end(), *member)) {
    task.set_member(member->text());
  } else {
    errors.push_back({"member", Error(ErrorCode::invalid_input, "Choose a colleague who may open this case.")});
  }
}

}  // namespace arasha::casework

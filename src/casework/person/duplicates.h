// Is somebody recorded already? Looked for while a name is typed, and asked before anything is written. Only among the
// persons whose file this member may open: of others nothing is said, not even that there are any.
#pragma once

#include "casework/parts.h"
#include "casework/person/likeness.h"

namespace arasha::casework {

struct AlikeQuery {
  projection::PersonSought sought;
  std::string sex = {};
  std::vector<FileId> except = {};  // persons that are known to be meant
};
struct Alike {
  FileId person;    // the file that is kept, where two were joined
  PersonCard card;  // with the names of all of them
  Likeness likeness;
  std::vector<projection::CaseRow> cases;
};
// Those who are likely the same, the likeliest first, a few. Recorded as a search.
Result<std::vector<Alike>> find_alike(const Desk& desk, const Visit& visit, const AlikeQuery& asked);

// What stands in the card of a person's own file.
projection::PersonSought sought_of(const PersonCard& card);
// A file's own card; nothing when it is closed to this member.
std::optional<PersonCard> card_of_person(const Desk& desk, const Visit& visit, FileId person);

std::string name_of(const Catalogue& words, const PersonCard& card);
std::string reasons_of(const Catalogue& words, const Likeness& likeness);

// The question before something is written. Everything that was posted comes along, hidden, with the answer as
// `decided`: "add:CASE", "person:PERSON" or "new" before a contact; "same:PERSON" or "new" before an identity. The button
// "back" leads to the form again, with what was typed.
enum class Asking { contact, another_case, identity };
web::Response ask_whether_known(const Desk& desk, const Visit& visit, const std::vector<Alike>& alike, Asking what,
                                const std::string& action);
inline bool wants_back(const Visit& visit) { return visit.request.form.has("back"); }

// Before an identity is written into that person's file: the question, or nothing and it may be written. `before`: what
// stands there now, or null; who was like that already is not asked about again.
std::optional<web::Response> ask_before_identity(const Desk& desk, const Visit& visit, FileId person, const Identity* before,
                                                 const Identity& typed, const std::string& action);
// Where the answer leads: to the comparison when it is the same person, else to `otherwise`.
std::string after_identity(const Visit& visit, FileId person, const std::string& otherwise);

// A form as `kept_form`, which looks for duplicates while somebody types where scripts run. `of`: the person's own file,
// or nil. What is found stands in alike_region(), which the form must have once.
std::string alike_address(FileId of);
Html alike_region();
template <class... Children>
Html asking_form(const std::string& action, FileId of, std::string_view csrf, const Children&... children) {
  return el("form", {{"method", "post"}, {"action", action}, {"novalidate", ""}, {"data-draft", ""}, {"data-alike", alike_address(of)}},
            web::csrf_field(csrf), children...);
}

}  // namespace arasha::casework

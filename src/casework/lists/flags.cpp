#include "casework/lists/flags.h"

#include <algorithm>

#include "base/text.h"
#include "schema/vocabulary.h"

namespace arasha::casework {
namespace {

bool says_the_same(const CaseFlag& a, const CaseFlag& b) {
  return a.what() == b.what() && (a.what() != "other" || fold_case(a.word()) == fold_case(b.word()));
}

std::string text_of(const Catalogue& words, const std::string& what, const std::string& word) {
  if (what == "other" && !word.empty()) return word;
  const std::string out = schema::label_of("case_flag", what, words);
  return word.empty() ? out : out + ": " + word;
}

}  // namespace

std::vector<const Item*> standing_flags(const Story& story) {
  std::vector<const Item*> out = story.all<CaseFlag>();
  std::erase_if(out, [](const Item* item) { return !item->as<CaseFlag>()->lifted().empty(); });
  return out;
}

void check_flag(const Story& others, const google::protobuf::Message& entry, const std::string& today, Errors& errors) {
  const auto* flag = dynamic_cast<const CaseFlag*>(&entry);
  if (flag == nullptr) return;
  if (flag->what() == "other" && flag->word().empty()) add(errors, "word", N_("Write in a word what the flag says."));
  not_in_the_future(errors, "lifted", flag->lifted(), today);
  if (!flag->lifted().empty()) return;
  const auto standing = standing_flags(others);
  const bool twice = std::any_of(standing.begin(), standing.end(), [&](const Item* item) { return says_the_same(*item->as<CaseFlag>(), *flag); });
  if (twice) add(errors, "what", N_("This flag stands on the case already. Correct it there."));
}

void put_flags(const Story& story, CaseCard& card) {
  for (const Item* item : standing_flags(story)) {
    const auto* flag = item->as<CaseFlag>();
    Flag& out = *card.add_flags();
    out.set_what(flag->what());
    out.set_word(flag->word());
    out.set_until(flag->until());
  }
}

std::string flag_text(const Catalogue& words, const Flag& flag) { return text_of(words, flag.what(), flag.word()); }
std::string flag_text(const Catalogue& words, const CaseFlag& flag) { return text_of(words, flag.what(), flag.word()); }

}  // namespace arasha::casework

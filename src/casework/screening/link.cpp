#include "casework/screening/link.h"

#include <algorithm>

#include "casework/screening/words.h"

namespace arasha::casework {
namespace {

constexpr std::size_t kMostScreenings = 20;  // of one decision

struct Chosen {
  const Item* item = nullptr;
  const Screening* screening = nullptr;
  bool is_latest = false;
};
// That very version; nothing where it is none of a screening of this story.
std::optional<Chosen> chosen(const Story& story, std::string_view version) {
  const auto id = EntryId::from_text(version);
  const Item* item = id ? story.find(*id) : nullptr;
  if (item == nullptr) return std::nullopt;
  for (const Version& one : item->versions) {
    const auto* screening = one.id == *id ? dynamic_cast<const Screening*>(one.message.get()) : nullptr;
    if (screening != nullptr) return Chosen{item, screening, item->latest().id == *id};
  }
  return std::nullopt;
}

std::string about(const Catalogue& words, const Chosen& one) {
  std::string out = screening_value(words, *one.screening, "list") + ", " + date_label(words, one.screening->date()) + ": " +
                    label(words, "screening_result", one.screening->result());
  if (!one.is_latest) out += " " + std::string(words.text(N_("(an earlier version)")));
  return out;
}

Html resting_line(std::string_view text, const Html& inside) { return el("p", {{"class", "govuk-body-s govuk-!-margin-bottom-1"}}, text, " ", inside); }

}  // namespace

Html screenings_field(const Catalogue& words, const Story& story, const Identification* before, const schema::FormData& typed, const web::FieldErrors& errors) {
  web::ChoiceField field{"screenings", std::string(words.text(N_("Screenings on which it rests"))), {}, {}};
  field.hint = std::string(words.text(N_("As they stand now. What is answered later does not change this decision.")));
  field.kind = web::ChoiceKind::checkboxes;
  field.optional = true;
  const auto offer = [&](const std::string& version) {
    const auto one = chosen(story, version);
    const bool known = std::any_of(field.choices.begin(), field.choices.end(), [&](const web::Choice& choice) { return choice.value == version; });
    if (one && !known) field.choices.push_back({version, about(words, *one), {}});
  };
  const auto all = story.all<Screening>();
  for (auto at = all.rbegin(); at != all.rend(); ++at) offer((*at)->latest().id.text());
  if (before != nullptr) {
    for (const std::string& version : before->screenings()) offer(version);
  }
  if (field.choices.empty()) return {};
  for (const std::string_view one : typed.all("screenings")) field.chosen.emplace_back(one);
  return web::choice_field(words, field, errors);
}

void read_screenings(const Story& story, const schema::FormData& form, Identification& decision, web::FieldErrors& errors) {
  decision.clear_screenings();
  for (const std::string_view version : form.all("screenings")) {
    if (version.empty()) continue;
    if (!chosen(story, version)) {
      errors.push_back({"screenings", Error(ErrorCode::invalid_input, "Choose one of the answers in the list.")});
      return;
    }
    const auto& known = decision.screenings();
    if (std::find(known.begin(), known.end(), version) == known.end()) decision.add_screenings(std::string(version));
  }
}

Html resting_lines(const Catalogue& words, FileId file, const Story& story, const Item& item) {
  Html out;
  if (const auto* decision = item.as<Identification>()) {
    for (const std::string& version : decision->screenings()) {
      const auto one = chosen(story, version);
      if (one) out.add(resting_line(words.text(N_("Rests on:")), web::link("/file/" + file.text() + "/screening/" + one->item->latest().id.text(), about(words, *one))));
      else out.add(resting_line(words.text(N_("Rests on:")), quiet(words.text(N_("a screening that was erased")))));
    }
  }
  if (item.as<Screening>() == nullptr) return out;
  for (const Item* other : story.all<Identification>()) {
    const auto* decision = other->as<Identification>();
    for (const std::string& version : decision->screenings()) {
      const auto one = chosen(story, version);
      if (!one || one->item != story.find(item.latest().id)) continue;
      std::string text = label(words, "identification_status", decision->status()) + ", " + date_label(words, decision->date());
      if (!one->is_latest) text += " " + std::string(words.text(N_("(on an earlier version)")));
      out.add(resting_line(words.text(N_("A decision rests on it:")), Html::text(text)));
    }
  }
  return out;
}

void check_resting(const Story& story, const Identification& decision, std::vector<schema::FieldError>& errors) {
  const auto& all = decision.screenings();
  const bool fits = static_cast<std::size_t>(all.size()) <= kMostScreenings &&
                    std::all_of(all.begin(), all.end(), [&](const std::string& one) { return chosen(story, one).has_value(); });
  if (!fits) errors.push_back({"screenings", Error(ErrorCode::invalid_input, "Choose one of the answers in the list.")});
}

}  // namespace arasha::casework

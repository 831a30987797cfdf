// What a steward decides about oversight: breaking the glass, from when a reading is a sign, the norm for caseload.
#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "casework/oversight/alerts.h"
#include "casework/oversight/glass.h"
#include "casework/oversight/pages.h"
#include "casework/services/norms.h"

namespace arasha::casework {
namespace {

web::Response only_stewards(const Visit& visit) { return web::error_page(visit, Error(ErrorCode::denied, "You may not do this. Ask a steward.")); }

// One number of a form, which becomes a setting.
struct NumberField {
  std::string setting;
  int otherwise = 0;
  int least = 0;
  int most = 0;
  const char* label = "";
  const char* hint = "";
};

Html fields_of(const Catalogue& words, const std::vector<NumberField>& fields, const vault::Directory& state, const schema::FormData* typed, const web::FieldErrors& errors) {
  Html out;
  for (const NumberField& one : fields) {
    const std::string value = typed != nullptr ? std::string(typed->get(one.setting)) : std::to_string(number_setting(state, one.setting, one.otherwise, one.least, one.most));
    out.add(web::text_field(words, {.name = one.setting, .label = std::string(words.text(one.label)), .hint = std::string(words.text(one.hint)), .value = value, .kind = web::TextKind::number, .width = 5}, errors));
  }
  return out;
}

web::Labels labels_of(const Catalogue& words, const std::vector<NumberField>& fields) {
  web::Labels out;
  for (const NumberField& one : fields) out[one.setting] = std::string(words.text(one.label));
  return out;
}

web::FieldErrors check(const std::vector<NumberField>& fields, const schema::FormData& typed) {
  web::FieldErrors out;
  for (const NumberField& one : fields) {
    const std::string text(trim(typed.get(one.setting)));
    int value = -1;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || problem != std::errc() || end != text.data() + text.size() || value < one.least || value > one.most) {
      out.push_back({one.setting, Error(ErrorCode::invalid_input, "Write a whole number from {1} to {2}.", {std::to_string(one.least), std::to_string(one.most)})});
    }
  }
  return out;
}

// Only what changed becomes a block of the key chain.
Result<void> save(const Desk& desk, const Visit& visit, const std::vector<NumberField>& fields) {
  for (const NumberField& one : fields) {
    const std::string text(trim(visit.request.form.get(one.setting)));
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    if (number_setting(*desk.vault.directory(), one.setting, one.otherwise, one.least, one.most) == value) continue;
    TRY_VOID(desk.vault.change_setting(visit.keyring, one.setting, std::to_string(value)));
  }
  return {};
}

// --- Signs in the reading record.

std::vector<NumberField> alert_fields() {
  std::vector<NumberField> out;
  for (const SignWords& one : sign_words()) out.push_back({one.setting, one.otherwise, 0, 10'000, one.label, one.hint});
  out.push_back({kNightFromSetting, 22, 0, 23, N_("The night begins at"), N_("The hour of the clock, 0 to 23.")});
  out.push_back({kNightUntilSetting, 6, 0, 23, N_("The night ends at"), N_("The same hour as the beginning: there is no night.")});
  return out;
}

web::Response alert_settings(const Desk& desk, const Visit& visit, const web::FieldErrors& errors) {
  const Catalogue& words = visit.words;
  const auto state = desk.vault.directory();
  if (!is_steward(*state, visit.keyring.member())) return only_stewards(visit);
  const auto fields = alert_fields();
  web::Page page = visit.page(std::string(words.text(N_("Signs in the reading record"))));
  page.back = "/settings";
  page.wrong = !errors.empty();
  page.main = web::error_summary(words, errors, labels_of(words, fields));
  page.main.add(web::heading(page.title));
  page.main.add(web::paragraph(words.text(N_("From which number on the auditors are shown something. 0: never."))));
  page.main.add(web::post_form("/settings/alerts", visit.csrf, fields_of(words, fields, *state, errors.empty() ? nullptr : &visit.request.form, errors),
                               web::actions(web::button(words.text(N_("Save"))), web::link("/settings", words.text(N_("Cancel"))))));
  return web::Response::page(web::layout(page), errors.empty() ? 200 : 400);
}

web::Response show_alert_settings(const Desk& desk, const Visit& visit) { return alert_settings(desk, visit, {}); }

web::Response save_alert_settings(const Desk& desk, const Visit& visit) {
  if (!is_steward(*desk.vault.directory(), visit.keyring.member())) return only_stewards(visit);
  if (const auto errors = check(alert_fields(), visit.request.form); !errors.empty()) return alert_settings(desk, visit, errors);
  if (auto saved = save(desk, visit, alert_fields()); !saved) return web::error_page(visit, saved.error());
  return web::Response::redirect("/settings/alerts", N_("Saved."));
}

// --- The norm for caseload.

std::vector<NumberField> norm_fields() {
  return {{"caseload_norm", 0, 0, 10'000, N_("Open cases of one member, at most"), N_("0: as the country pack says.")}};
}

web::Response norm_settings(const Desk& desk, const Visit& visit, const web::FieldErrors& errors) {
  const Catalogue& words = visit.words;
  const auto state = desk.vault.directory();
  if (!is_steward(*state, visit.keyring.member())) return only_stewards(visit);
  web::Page page = visit.page(std::string(words.text(N_("Norm for open cases"))));
  page.back = "/settings";
  page.wrong = !errors.empty();
  page.main = web::error_summary(words, errors, labels_of(words, norm_fields()));
  page.main.add(web::heading(page.title));
  const pack::Pack& norms = norms_of(desk);
  if (const pack::Limit* limit = norms.limit_on("caseload", today(desk))) {
    page.main.add(web::paragraph(words.text(N_("The country pack: at most {1}."), {words.number(limit->most())}), " ", norm_html(words, norms, limit->norm())));
  } else {
    page.main.add(web::paragraph(words.text(N_("The country pack has no norm for this."))));
  }
  page.main.add(web::post_form("/settings/caseload", visit.csrf, fields_of(words, norm_fields(), *state, errors.empty() ? nullptr : &visit.request.form, errors),
                               web::actions(web::button(words.text(N_("Save"))), web::link("/settings", words.text(N_("Cancel"))))));
  return web::Response::page(web::layout(page), errors.empty() ? 200 : 400);
}

web::Response show_norm_settings(const Desk& desk, const Visit& visit) { return norm_settings(desk, visit, {}); }

web::Response save_norm_settings(const Desk& desk, const Visit& visit) {
  if (!is_steward(*desk.vault.directory(), visit.keyring.member())) return only_stewards(visit);
  if (const auto errors = check(norm_fields(), visit.request.form); !errors.empty()) return norm_settings(desk, visit, errors);
  if (auto saved = save(desk, visit, norm_fields()); !saved) return web::error_page(visit, saved.error());
  return web::Response::redirect("/settings/caseload", N_("Saved."));
}

// --- Breaking the glass.

std::vector<NumberField> glass_fields() {
  return {{kGlassMinutesSetting, kGlassMinutes, 15, kMostGlassMinutes, N_("For how long at most, in minutes"), N_("From 15 minutes to a day.")}};
}

// Circles whose keys could stand and do not: only their own stewards give them.
std::vector<const vault::Circle*> not_given(const vault::Directory& state) {
  std::vector<const vault::Circle*> out;
  for (const auto& [id, circle] : state.circles()) {
    if (vault::holds_case_material(circle.kind) && !state.standing().contains(id)) out.push_back(&circle);
  }
  return out;
}

bool may_give(const vault::Directory& state, MemberId member) {
  const auto missing = not_given(state);
  return std::any_of(missing.begin(), missing.end(), [&](const vault::Circle* circle) { return state.is_steward_of(member, circle->id); });
}

Html members_part(const Catalogue& words, const vault::Directory& state) {
  const vault::Circle* emergency = state.circle(vault::CircleKind::emergency);
  Html out = web::subheading(words.text(N_("Who may open files in an emergency")));
  Html items;
  if (emergency != nullptr) {
    for (const auto& [id, steward] : emergency->members) items.add(el("li", {}, member_name(state, id)));
    out.add(el("ul", {{"class", "govuk-list govuk-list--bullet"}}, items));
    out.add(web::paragraph(web::link("/circles/" + emergency->id.text(), words.text(N_("Add and remove people of the Emergency circle")))));
  }
  return out;
}

web::Response glass_settings(const Desk& desk, const Visit& visit, const web::FieldErrors& errors) {
  const Catalogue& words = visit.words;
  const auto state = desk.vault.directory();
  const MemberId me = visit.keyring.member();
  const bool steward = is_steward(*state, me);
  if (!steward && !may_give(*state, me)) return only_stewards(visit);
  const bool on = !state->standing().empty();
  web::Page page = visit.page(std::string(words.text(N_("Opening files in an emergency"))));
  page.back = "/settings";
  page.wrong = !errors.empty();
  page.main = web::error_summary(words, errors, labels_of(words, glass_fields()));
  page.main.add(web::heading(page.title));
  page.main.add(el("p", {{"class", "arasha-tags"}}, web::tag(on ? web::Meaning::active : web::Meaning::over, words.text(on ? N_("Switched on") : N_("Switched off")))));
  page.main.add(web::paragraph(words.text(N_("Somebody of the night shift may need a file that none of her circles opens: a person does not wake up, and the doctor asks what she takes. With this switched on, members of the Emergency circle open one file for a set time, with a reason. All stewards, the auditors and who works with the case are told at once, and a steward reviews it within a day."))));
  page.main.add(web::warning(words, words.text(N_("The keys of the circles then stand ready for the Emergency circle. That it is one file and a set time, this program sees to; whoever takes over the running server with the key of such a member could open everything. Choose few people, and switch it off where nobody needs it."))));
  page.main.add(web::paragraph(words.text(N_("Files that are restricted to named members do not open this way."))));
  const auto missing = not_given(*state);
  if (on) {
    page.main.add(members_part(words, *state));
    if (!missing.empty()) {
      const bool mine = may_give(*state, me);
      page.main.add(web::inset(Html::text(words.plural("The key of {1} circle is not given: what only that circle opens stays shut.", "The keys of {1} circles are not given: what only these circles open stays shut.", static_cast<std::int64_t>(missing.size())))));
      if (mine) page.main.add(web::post_form("/settings/emergency/on", visit.csrf, web::button(words.text(N_("Give the keys of my circles")))));
      else page.main.add(web::paragraph(words.text(N_("A steward of such a circle gives its key on this page."))));
    }
    if (steward) {
      page.main.add(web::post_form("/settings/emergency", visit.csrf, fields_of(words, glass_fields(), *state, errors.empty() ? nullptr : &visit.request.form, errors), web::button(words.text(N_("Save")))));
      page.main.add(web::subheading(words.text(N_("Switch it off"))));
      page.main.add(web::paragraph(words.text(N_("The keys that stand ready are destroyed, and what was opened is shut at once. Older backups still hold them until they are deleted."))));
      page.main.add(web::post_form("/settings/emergency/off", visit.csrf, el("button", {{"class", "govuk-button govuk-button--warning"}, {"type", "submit"}}, words.text(N_("Switch it off")))));
    }
  } else if (may_give(*state, me)) {
    page.main.add(web::paragraph(words.text(N_("Switching on makes the Emergency circle, with you in it, and gives it the keys of the circles of which you are a steward. Then add the people of the night shift."))));
    page.main.add(web::post_form("/settings/emergency/on", visit.csrf, web::button(words.text(N_("Switch it on")))));
  } else {
    page.main.add(web::paragraph(words.text(N_("A steward of a circle that opens cases switches it on."))));
  }
  return web::Response::page(web::layout(page), errors.empty() ? 200 : 400);
}

web::Response show_glass_settings(const Desk& desk, const Visit& visit) { return glass_settings(desk, visit, {}); }

web::Response save_glass_settings(const Desk& desk, const Visit& visit) {
  if (!is_steward(*desk.vault.directory(), visit.keyring.member())) return only_stewards(visit);
  if (const auto errors = check(glass_fields(), visit.request.form); !errors.empty()) return glass_settings(desk, visit, errors);
  if (auto saved = save(desk, visit, glass_fields()); !saved) return web::error_page(visit, saved.error());
  return web::Response::redirect("/settings/emergency", N_("Saved."));
}

web::Response switch_on(const Desk& desk, const Visit& visit) {
  if (auto given = desk.vault.give_standing_keys(visit.keyring); !given) return web::error_page(visit, given.error());
  return web::Response::redirect("/settings/emergency", N_("Saved."));
}

web::Response switch_off(const Desk& desk, const Visit& visit) {
  if (!is_steward(*desk.vault.directory(), visit.keyring.member())) return only_stewards(visit);
  if (auto destroyed = desk.vault.destroy_standing_keys(visit.keyring); !destroyed) return web::error_page(visit, destroyed.error());
  return web::Response::redirect("/settings/emergency", N_("Switched off. The keys that stood ready are destroyed."));
}

}  // namespace

void add_oversight_settings(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/settings/alerts", show_alert_settings);
  on_post(site, desk, "/settings/alerts", save_alert_settings);
  on_get(site, desk, "/settings/caseload", show_norm_settings);
  on_post(site, desk, "/settings/caseload", save_norm_settings);
  on_get(site, desk, "/settings/emergency", show_glass_settings);
  on_post(site, desk, "/settings/emergency", save_glass_settings);
  on_post(site, desk, "/settings/emergency/on", switch_on);
  on_post(site, desk, "/settings/emergency/off", switch_off);
}

}  // namespace arasha::casework

#include "casework/retention/settings.h"

#include <charconv>

#include "casework/services/norms.h"

namespace arasha::casework {
namespace {

using pack::Retention;

std::string months_field(const Retention& rule) { return "months-" + rule.id(); }
std::string free_field(const Retention& rule) { return "free-" + rule.id(); }

const char* cases_text(const Retention& rule) {
  switch (rule.cases()) {
    case Retention::STATE_PAID: return N_("Cases in which the state paid for a service");
    case Retention::DONOR_PAID: return N_("Cases in which a donor paid for a service");
    case Retention::OF_A_CHILD: return N_("Cases of somebody who was a child at the first contact");
    case Retention::CONSENT_WITHDRAWN: return N_("Cases in which the person took the consent to our help back");
    default: return N_("Every case");
  }
}

const char* duty_text(const Retention& rule) {
  return rule.duty() == Retention::ERASE ? N_("It is erased by then, unless another rule keeps it longer") : N_("It is kept at least so long");
}

const char* start_text(const Retention& rule) {
  switch (rule.from()) {
    case Retention::MAJORITY: return N_("counted from the eighteenth birthday, or from the closing when that is later");
    case Retention::WITHDRAWAL: return N_("counted from the day on which the consent was taken back");
    default: return N_("counted from the closing of the case, the last one");
  }
}

Html rule_fields(const Catalogue& words, const pack::Pack& pack, const Retention& rule, const schema::FormData& typed, const web::FieldErrors& errors) {
  const std::string& title = pack::in_language(rule.title(), words.language());
  Html out = el("h2", {{"class", "govuk-heading-m"}, {"id", "rule-" + rule.id()}}, title);
  out.add(el("p", {{"class", "govuk-body govuk-!-margin-bottom-1"}}, words.text(cases_text(rule)), ". ", words.text(duty_text(rule)), ", ", words.text(start_text(rule)), "."));
  out.add(el("p", {{"class", "govuk-body-s"}}, norm_html(words, pack, rule.norm())));
  if (rule.norm().has_note()) out.add(web::hint(pack::in_language(rule.norm().note(), words.language())));
  web::TextField months{.name = months_field(rule), .label = std::string(words.text(N_("Months"))), .value = std::string(typed.get(months_field(rule)))};
  months.hint = rule.months() > 0 ? words.text(N_("Empty: as the norm says, {1}."), {period_text(words, {true, rule.months()})})
                                  : std::string(words.text(N_("Empty: not decided yet. 60 months are five years; 0 means at once.")));
  months.kind = web::TextKind::number;
  months.width = 4;
  out.add(web::text_field(words, months, errors));
  web::ChoiceField free{free_field(rule), title, {}, {{"1", std::string(words.text(N_("This rule does not bind us")))}}};
  free.kind = web::ChoiceKind::checkboxes;
  free.optional = true;
  if (typed.has(free_field(rule))) free.chosen = {"1"};
  out.add(web::choice_field(words, free, errors));
  return el("div", {{"class", "arasha-block"}}, out);
}

web::Response periods_page(const Desk& desk, const Visit& visit, const schema::FormData& typed, const web::FieldErrors& errors) {
  const Catalogue& words = visit.words;
  const pack::Pack& pack = norms_of(desk);
  web::Page page = visit.page(std::string(words.text(N_("How long cases are kept"))));
  page.back = "/settings";
  page.wrong = !errors.empty();
  page.main = web::error_summary(words, errors);
  page.main.add(web::heading(page.title));
  page.main.add(web::paragraph(words.text(N_("The country pack names the rules. Where it does not know the number, the organisation decides it, best with a lawyer. Until then such a case cannot be erased because its period is over."))));
  Html fields;
  for (const Retention* rule : pack::all_on(pack.contents().retention(), today(desk))) fields.add(rule_fields(words, pack, *rule, typed, errors));
  if (fields.is_empty()) {
    page.main.add(web::empty_state(words.text(N_("The norms name no rule for keeping cases.")), words.text(N_("A closed case can then be erased by two people at any time."))));
    return web::Response::page(web::layout(page));
  }
  page.main.add(web::post_form("/settings/retention", visit.csrf, fields, web::actions(web::button(words.text(N_("Save"))), web::link(page.back, words.text(N_("Cancel"))))));
  return web::Response::page(web::layout(page), errors.empty() ? 200 : 400);
}

web::Response not_a_steward(const Visit& visit) { return web::error_page(visit, Error(ErrorCode::denied, "You may not do this. Ask a steward.")); }

web::Response show(const Desk& desk, const Visit& visit) {
  const auto state = desk.vault.directory();
  if (!is_steward(*state, visit.keyring.member())) return not_a_steward(visit);
  schema::FormData typed;
  for (const Retention* rule : pack::all_on(norms_of(desk).contents().retention(), today(desk))) {
    const std::string& now = state->setting(setting_of(*rule));
    if (now == "none") typed.add(free_field(*rule), "1");
    else if (!now.empty()) typed.add(months_field(*rule), now);
  }
  return periods_page(desk, visit, typed, {});
}

// The value to be stored; an error for what is no number of months.
Result<std::string> read_period(const schema::FormData& form, const Retention& rule) {
  if (form.has(free_field(rule))) return std::string("none");
  const std::string_view typed = form.get(months_field(rule));
  if (typed.empty()) return std::string();
  std::uint32_t months = 0;
  const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), months);
  if (error != std::errc() || end != typed.data() + typed.size() || months > kMostMonths) {
    return Error(ErrorCode::invalid_input, "Write a whole number of months, at most 1200.");
  }
  return std::to_string(months);
}

web::Response save(const Desk& desk, const Visit& visit) {
  const auto state = desk.vault.directory();
  if (!is_steward(*state, visit.keyring.member())) return not_a_steward(visit);
  std::vector<std::pair<std::string, std::string>> changes;
  web::FieldErrors errors;
  for (const Retention* rule : pack::all_on(norms_of(desk).contents().retention(), today(desk))) {
    auto value = read_period(visit.request.form, *rule);
    if (!value) errors.push_back({months_field(*rule), value.error()});
    else if (*value != state->setting(setting_of(*rule))) changes.emplace_back(setting_of(*rule), *value);
  }
  if (!errors.empty()) return periods_page(desk, visit, visit.request.form, errors);
  for (auto& [name, value] : changes) {
    if (auto done = desk.vault.change_setting(visit.keyring, name, value); !done) return web::error_page(visit, done.error());
  }
  return web::Response::redirect("/settings/retention", changes.empty() ? N_("Nothing was changed.") : N_("Saved."));
}

}  // namespace

Periods periods_of(std::shared_ptr<const vault::Directory> state) {
  return [state = std::move(state)](const Retention& rule) { return period_of(rule, state->setting(setting_of(rule))); };
}

bool is_steward(const vault::Directory& state, MemberId member) {
  const vault::Member* found = state.member(member);
  return found != nullptr && found->status == vault::MemberStatus::verified && state.is_in(member, vault::CircleKind::stewards);
}

std::string period_text(const Catalogue& words, const Period& period) {
  if (!period.applies) return std::string(words.text(N_("does not bind us")));
  if (!period.months) return std::string(words.text(N_("not decided yet")));
  if (*period.months > 0 && *period.months % 12 == 0) return words.plural("{1} year", "{1} years", *period.months / 12);
  return words.plural("{1} month", "{1} months", *period.months);
}

void add_period_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/settings/retention", show);
  on_post(site, desk, "/settings/retention", save);
}

}  // namespace arasha::casework

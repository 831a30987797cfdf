// A steward puts up forms, says who receives, and shuts them. She sees how many messages wait, never what they say.
#include <algorithm>

#include "base/text.h"
#include "casework/retention/settings.h"
#include "intake/inside_pages.h"
#include "intake/outside.h"

namespace arasha::intake {
namespace {

constexpr const char* kHome = "/settings/intake";

std::string address_of(std::string_view word) {
  std::string out = kHome;
  out += '/';
  out += word;
  return out;
}

web::Response only_stewards(const Visit& visit) { return web::error_page(visit, Error(ErrorCode::denied, "You may not do this. Ask a steward.")); }
bool may(const Desk& desk, const Visit& visit) { return casework::is_steward(*desk.vault.directory(), visit.keyring.member()); }

std::string intro_field(Language language) { return "intro-" + std::string(code(language)); }

web::Response list(const Desk& desk, const Visit& visit) {
  if (!may(desk, visit)) return only_stewards(visit);
  const Catalogue& words = visit.words;
  const auto state = desk.vault.directory();
  web::Page page = visit.page(std::string(words.text(N_("Forms for partners and for the public"))));
  page.back = "/settings";
  page.main = web::heading(page.title);
  page.main.add(web::paragraph(words.text(N_("Somebody without an account fills in a form; it is sealed at once for one circle, and only its members can open it. No cookie, no address and no name is kept."))));
  const auto forms = forms_of(*state);
  if (forms.empty()) {
    page.main.add(web::empty_state(words.text(N_("There is no form yet.")), words.text(N_("Nothing can be sent to your organisation by web before you make one."))));
  } else {
    web::Table table(words, page.title, {{N_("Form")}, {N_("For whom")}, {N_("Who receives")}, {N_("State")}, {N_("Waiting")}});
    for (const Form& form : forms) {
      const vault::Circle* circle = state->circle(form.circle);
      const auto waits = waiting_of(desk.vault, form);
      table.row();
      table.cell(web::link(address_of(form.word), "/to/" + form.word));
      table.cell(audience_text(words, form.audience));
      table.cell(circle == nullptr ? std::string() : casework::circle_name(words, *circle));
      table.cell(form.open ? web::tag(web::Meaning::good, words.text(N_("Takes messages"))) : web::tag(web::Meaning::over, words.text(N_("Shut"))));
      table.cell(words.number(waits ? static_cast<std::int64_t>(*waits) : 0));
    }
    page.main.add(std::move(table).html());
    page.main.add(web::hint(words.text(N_("At most {1} messages of a form wait to be opened; then it takes no more until somebody opens them."), {std::to_string(kMostWaiting)})));
  }
  if (forms.size() < kMostForms) page.main.add(web::button_link(address_of("new"), words.text(N_("Make a form"))));
  return web::Response::page(web::layout(page));
}

schema::FormData typed_of(const vault::Directory& state, const Form& form) {
  schema::FormData out;
  out.add("audience", form.audience == Audience::partners ? "partners" : "everybody");
  out.add("circle", form.circle.text());
  for (const Language language : form.languages) out.add("languages", std::string(code(language)));
  out.add("open", form.open ? "yes" : "no");
  out.add("code", form.code.empty() ? "no" : "yes");
  for (const Language language : kLanguages) out.add(intro_field(language), intro_of(state, form, language));
  return out;
}

web::ChoiceField choice(const Catalogue& words, const char* name, const char* label, std::vector<web::Choice> choices, const schema::FormData& typed) {
  web::ChoiceField out{name, std::string(words.text(label)), {}, std::move(choices)};
  for (const std::string_view one : typed.all(name)) out.chosen.emplace_back(one);
  return out;
}

Html fields_of(const Desk& desk, const Visit& visit, const Form* known, const schema::FormData& typed, const web::FieldErrors& errors) {
  const Catalogue& words = visit.words;
  const auto text = [&](const char* one) { return std::string(words.text(one)); };
  const auto state = desk.vault.directory();
  Html out;
  if (known == nullptr) {
    out.add(web::text_field(words, {.name = "word", .label = text(N_("Word in the address")), .hint = text(N_("Three to twenty small Latin letters, as in /to/embassy. It cannot be changed later. For the public take one that tells nobody what it is.")),
                                    .value = std::string(typed.get("word")), .width = 20}, errors));
  }
  out.add(web::choice_field(words, choice(words, "audience", N_("For whom"), {{"partners", audience_text(words, Audience::partners)}, {"everybody", audience_text(words, Audience::everybody)}}, typed), errors));
  std::vector<web::Choice> circles;
  for (const auto& [id, circle] : state->circles()) {
    if (may_receive(circle.kind)) circles.push_back({id.text(), casework::circle_name(words, circle)});
  }
  web::ChoiceField who = choice(words, "circle", N_("Who receives"), std::move(circles), typed);
  who.hint = text(N_("What waits, and what was opened before, stays with the circle that received it."));
  out.add(web::choice_field(words, who, errors));
  std::vector<web::Choice> languages;
  for (const Language language : kLanguages) languages.push_back({std::string(code(language)), std::string(own_name(language))});
  web::ChoiceField offered = choice(words, "languages", N_("In which languages"), std::move(languages), typed);
  offered.kind = web::ChoiceKind::checkboxes;
  out.add(web::choice_field(words, offered, errors));
  const std::vector<web::Choice> yes_no = {{"yes", text(N_("Yes"))}, {"no", text(N_("No"))}};
  web::ChoiceField code_field = choice(words, "code", N_("Ask for a code"), yes_no, typed);
  code_field.hint = text(N_("Five words that you tell the partners. Who does not know them can send nothing."));
  out.add(web::choice_field(words, code_field, errors));
  if (known != nullptr && !known->code.empty()) {
    web::ChoiceField renew = choice(words, "renew", N_("The code"), {{"1", text(N_("Make a new code; the old one counts no more"))}}, typed);
    renew.kind = web::ChoiceKind::checkboxes;
    renew.optional = true;
    out.add(web::choice_field(words, renew, errors));
  }
  for (const Language language : kLanguages) {
    web::TextField intro{.name = intro_field(language), .label = words.text(N_("Text above the questions: {1}"), {std::string(own_name(language))}), .value = std::string(typed.get(intro_field(language)))};
    intro.hint = text(N_("Plain words. On a form for the public none that would give a reader away."));
    intro.rows = 3;
    intro.max_length = kLongestIntro;
    intro.optional = true;
    intro.lang = std::string(code(language));
    out.add(web::text_field(words, intro, errors));
  }
  out.add(web::choice_field(words, choice(words, "open", N_("Takes messages"), yes_no, typed), errors));
  return out;
}

web::Response edit_page(const Desk& desk, const Visit& visit, const Form* known, const schema::FormData& typed, const web::FieldErrors& errors) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(known == nullptr ? std::string(words.text(N_("Make a form"))) : "/to/" + known->word);
  page.back = kHome;
  page.wrong = !errors.empty();
  page.main = web::error_summary(words, errors);
  page.main.add(web::heading(words.text(N_("Forms for partners and for the public")), page.title));
  if (known != nullptr) page.main.add(web::paragraph(web::link("/to/" + known->word, words.text(N_("See the form as others see it")))));
  const std::string action = known == nullptr ? address_of("new") : address_of(known->word);
  page.main.add(web::post_form(action, visit.csrf, fields_of(desk, visit, known, typed, errors), web::actions(web::button(words.text(N_("Save"))), web::link(kHome, words.text(N_("Cancel"))))));
  return web::Response::page(web::layout(page), errors.empty() ? 200 : 400);
}

struct Typed {
  Form form;
  std::map<Language, std::string> intros;
  bool new_code = false;
  web::FieldErrors errors;
};

Typed read_settings(const Desk& desk, const schema::FormData& form, const Form* known) {
  const auto state = desk.vault.directory();
  Typed out;
  const Error choose(ErrorCode::invalid_input, "Choose one of the answers in the list.");
  if (known != nullptr) {
    out.form = *known;
  } else {
    out.form.word = std::string(trim(form.get("word")));
    if (!is_form_word(out.form.word) || out.form.word == "new") out.errors.push_back({"word", Error(ErrorCode::invalid_input, "Write three to twenty small Latin letters, digits or hyphens; a letter first.")});
    else if (form_named(*state, out.form.word)) out.errors.push_back({"word", Error(ErrorCode::conflict, "There is a form with this word already.")});
  }
  const std::string_view audience = form.get("audience");
  if (audience != "partners" && audience != "everybody") out.errors.push_back({"audience", choose});
  out.form.audience = audience == "partners" ? Audience::partners : Audience::everybody;
  const auto circle = CircleId::from_text(form.get("circle"));
  const vault::Circle* found = circle ? state->circle(*circle) : nullptr;
  if (found == nullptr || !may_receive(found->kind)) out.errors.push_back({"circle", choose});
  else out.form.circle = *circle;
  out.form.languages.clear();
  for (const Language language : kLanguages) {
    const auto all = form.all("languages");
    if (std::find(all.begin(), all.end(), code(language)) != all.end()) out.form.languages.push_back(language);
  }
  if (out.form.languages.empty()) out.errors.push_back({"languages", Error(ErrorCode::invalid_input, "Choose at least one language.")});
  const std::string_view wanted = form.get("code");
  if (wanted != "yes" && wanted != "no") out.errors.push_back({"code", choose});
  out.new_code = wanted == "yes" && (out.form.code.empty() || form.has("renew"));
  if (wanted == "no") out.form.code.clear();
  const std::string_view open = form.get("open");
  if (open != "yes" && open != "no") out.errors.push_back({"open", choose});
  out.form.open = open == "yes";
  for (const Language language : kLanguages) {
    const auto text = clean_text(form.get(intro_field(language)));
    if (!text || length(*text) > kLongestIntro) out.errors.push_back({intro_field(language), Error(ErrorCode::too_large, "The text is too long. Shorten it.")});
    else out.intros[language] = *text;
  }
  return out;
}

web::Response code_page(const Visit& visit, const Form& form, const std::string& fresh) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(words.text(N_("The code of the form {1}"), {"/to/" + form.word}));
  page.back = kHome;
  page.main = web::heading(page.title);
  page.main.add(web::paragraph(words.text(N_("Tell it to the partners, best aloud. It is shown only now and kept nowhere in words; you can make a new one at any time."))));
  page.main.add(el("p", {{"class", "govuk-heading-l"}, {"translate", "no"}, {"lang", "en"}}, el("code", {}, fresh)));
  page.main.add(web::button_link(kHome, words.text(N_("I have written it down")), web::ButtonKind::secondary));
  return web::Response::page(web::layout(page));
}

web::Response save(const Desk& desk, const Visit& visit, const Form* known) {
  Typed typed = read_settings(desk, visit.request.form, known);
  if (!typed.errors.empty()) return edit_page(desk, visit, known, visit.request.form, typed.errors);
  std::string fresh;
  if (typed.new_code) {
    fresh = make_code();
    typed.form.code = code_tag(desk.vault, typed.form.word, fresh);
  }
  for (const auto& [language, text] : typed.intros) {
    if (auto done = save_intro(desk.vault, visit.keyring, typed.form, language, text); !done) return web::error_page(visit, done.error());
  }
  if (auto done = save_form(desk.vault, visit.keyring, typed.form); !done) return web::error_page(visit, done.error());
  if (!fresh.empty()) return code_page(visit, typed.form, fresh);
  return web::Response::redirect(kHome, N_("Saved."));
}

std::optional<Form> named(const Desk& desk, const Visit& visit) { return form_named(*desk.vault.directory(), visit.parameters.at("word")); }

}  // namespace

std::string audience_text(const Catalogue& words, Audience audience) {
  return std::string(words.text(audience == Audience::partners ? N_("For partner organisations") : N_("For everybody")));
}

void add_setting_pages(web::Site& site, const Desk& desk) {
  casework::on_get(site, desk, kHome, list);
  site.get("/settings/intake/new", [desk](const Visit& visit) {
    if (!may(desk, visit)) return only_stewards(visit);
    schema::FormData typed = casework::draft_of(desk, visit);
    if (typed.fields().empty()) {
      typed.add("code", "no");
      typed.add("open", "no");
      for (const Language language : kLanguages) typed.add("languages", std::string(code(language)));
    }
    return edit_page(desk, visit, nullptr, typed, {});
  });
  site.post("/settings/intake/new", [desk](const Visit& visit) { return may(desk, visit) ? save(desk, visit, nullptr) : only_stewards(visit); });
  site.get("/settings/intake/{word}", [desk](const Visit& visit) {
    if (!may(desk, visit)) return only_stewards(visit);
    const auto form = named(desk, visit);
    return form ? edit_page(desk, visit, &*form, typed_of(*desk.vault.directory(), *form), {}) : casework::no_page(visit);
  });
  site.post("/settings/intake/{word}", [desk](const Visit& visit) {
    if (!may(desk, visit)) return only_stewards(visit);
    const auto form = named(desk, visit);
    return form ? save(desk, visit, &*form) : casework::no_page(visit);
  });
}

}  // namespace arasha::intake

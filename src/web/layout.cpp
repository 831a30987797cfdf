#include "web/layout.h"

#include "schema/vocabulary.h"
#include "web/assets.h"

namespace arasha::web {
namespace {

using schema::Control;

const Error* error_of(const std::vector<schema::FieldError>& errors, std::string_view name) {
  for (const schema::FieldError& error : errors) {
    if (error.field == name) return &error.error;
  }
  return nullptr;
}

Html header(const Page& page) {
  const Catalogue& words = page.words;
  Html nav;
  if (!page.member.empty()) {
    Html items;
    for (const auto& [address, label] : page.places) {
      items.add(el("li", {}, el("a", {{"href", address}, {"aria-current", "page", page.path == address}}, words.text(label))));
    }
    nav = el("nav", {{"aria-label", std::string(words.text(N_("Main")))}}, el("ul", {{"class", "arasha-header__nav"}}, items));
  }
  Html languages;
  for (const Language language : kLanguages) {
    const std::string code_text(code(language));
    languages.add(el("a", {{"href", "/language/" + code_text + "?to=" + url_part(page.path)}, {"lang", code_text}, {"hreflang", code_text}},
                     own_name(language)));
  }
  const Html exit = el("a", {{"href", "/exit"}, {"class", "arasha-exit"}, {"rel", "nofollow noreferrer"}}, words.text(N_("Leave quickly")));
  return el("header", {{"class", "arasha-header"}},
            el("div", {{"class", "govuk-width-container"}},
               el("div", {{"class", "arasha-header__in"}}, el("a", {{"href", "/"}, {"class", "arasha-header__name"}}, words.text(N_("Arasha"))), nav,
                  el("div", {{"class", "arasha-languages"}}, languages), exit)));
}

Html date_parts(const Catalogue& words, const std::string& name, const schema::FormData& typed, bool wrong) {
  Html parts;
  const std::pair<const char*, const char*> all[] = {{"-day", N_("Day")}, {"-month", N_("Month")}, {"-year", N_("Year")}};
  for (const auto& [suffix, label] : all) {
    const std::string id = name + suffix;
    const bool year = std::string_view(suffix) == "-year";
    std::string classes = year ? "govuk-input govuk-input--width-4" : "govuk-input govuk-input--width-2";
    if (wrong) classes += " govuk-input--error";
    parts.add(el("div", {}, el("label", {{"class", "govuk-label"}, {"for", id}}, words.text(label)),
                 void_el("input", {{"class", classes}, {"id", id}, {"name", id}, {"type", "text"}, {"inputmode", "numeric"},
                                   {"value", std::string(typed.get(id))}})));
  }
  return el("div", {{"class", "arasha-date"}, {"id", name}}, parts);
}

Html choices(const Catalogue& words, const schema::FormField& field, const std::string& name, const schema::FormData& typed) {
  const bool several = field.control == Control::checkboxes;
  const auto chosen = typed.all(name);
  Html items;
  int number = 0;
  for (const schema::Option& option : schema::options_of(field.vocabulary, words)) {
    const std::string id = number == 0 ? name : name + "-" + std::to_string(number);
    ++number;
    const bool checked = std::find(chosen.begin(), chosen.end(), option.code) != chosen.end();
    items.add(el("div", {{"class", several ? "govuk-checkboxes__item" : "govuk-radios__item"}},
                 void_el("input", {{"class", several ? "govuk-checkboxes__input" : "govuk-radios__input"}, {"id", id}, {"name", name},
                                   {"type", several ? "checkbox" : "radio"}, {"value", option.code}, {"checked", "", checked}}),
                 el("label", {{"class", several ? "govuk-label govuk-checkboxes__label" : "govuk-label govuk-radios__label"}, {"for", id}}, option.label)));
  }
  return el("div", {{"class", several ? "govuk-checkboxes govuk-checkboxes--small" : "govuk-radios govuk-radios--small"}}, items);
}

Html one_select(const Catalogue& words, const schema::FormField& field, const std::string& name, const std::string& id, std::string_view value,
                std::string_view label) {
  Html options = el("option", {{"value", ""}}, "");
  for (const schema::Option& option : schema::options_of(field.vocabulary, words)) {
    options.add(el("option", {{"value", option.code}, {"selected", "", option.code == value}}, option.label));
  }
  return el("select", {{"class", "govuk-select"}, {"id", id}, {"name", name}, {"aria-label", std::string(label), !label.empty()}}, options);
}

// Several countries or languages: three lists of the same name; empty ones count for nothing.
Html selects(const Catalogue& words, const schema::FormField& field, const std::string& name, const schema::FormData& typed) {
  const auto chosen = typed.all(name);
  if (!field.repeated) return one_select(words, field, name, name, typed.get(name), "");
  Html out;
  for (std::size_t i = 0; i < std::max<std::size_t>(3, chosen.size()); ++i) {
    const std::string id = i == 0 ? name : name + "-" + std::to_string(i);
    const std::string label = std::string(words.text(field.label.c_str())) + " " + std::to_string(i + 1);
    out.add(one_select(words, field, name, id, i < chosen.size() ? chosen[i] : std::string_view(), i == 0 ? "" : label));
    out.add(" ");
  }
  return out;
}

Html input(const schema::FormField& field, const std::string& name, const schema::FormData& typed, bool wrong, const std::string& described) {
  if (field.control == Control::textarea || field.control == Control::lines) {
    return el("textarea", {{"class", wrong ? "govuk-textarea govuk-textarea--error" : "govuk-textarea"}, {"id", name}, {"name", name},
                           {"rows", field.control == Control::lines ? "3" : "5"}, {"aria-describedby", described, !described.empty()}},
              typed.get(name));
  }
  const bool number = field.control == Control::number;
  return void_el("input", {{"class", wrong ? "govuk-input govuk-input--error" : "govuk-input"}, {"id", name}, {"name", name},
                           {"type", field.control == Control::telephone ? "tel" : "text"}, {"inputmode", "numeric", number},
                           {"autocomplete", "off"}, {"value", std::string(typed.get(name))}, {"aria-describedby", described, !described.empty()}});
}

}  // namespace

Html layout(const Page& page) {
  const std::string language(code(page.words.language()));
  Html head;
  head.add(void_el("meta", {{"charset", "utf-8"}}));
  head.add(void_el("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}}));
  head.add(el("title", {}, page.title, " – ", page.words.text(N_("Arasha"))));
  static const std::string style = asset_address("arasha.css");
  static const std::string script = asset_address("arasha.js");
  head.add(void_el("link", {{"rel", "stylesheet"}, {"href", style}}));
  head.add(el("script", {{"src", script}, {"defer", ""}}));

  Html body;
  body.add(el("a", {{"href", "#main"}, {"class", "govuk-skip-link"}}, page.words.text(N_("Skip to the content"))));
  body.add(header(page));
  Html inside;
  if (!page.back.empty()) inside.add(el("a", {{"href", page.back}, {"class", "govuk-back-link"}}, page.words.text(N_("Back"))));
  inside.add(el("main", {{"class", "govuk-main-wrapper"}, {"id", "main"}}, page.main));
  body.add(el("div", {{"class", "govuk-width-container"}}, inside));

  Html out = Html::raw("<!doctype html>\n");
  out.add(el("html", {{"lang", language}, {"class", "govuk-template"}}, el("head", {}, head), el("body", {{"class", "govuk-template__body"}}, body)));
  return out;
}

Html error_summary(const Catalogue& words, const std::vector<schema::FieldError>& errors) {
  if (errors.empty()) return {};
  Html items;
  for (const schema::FieldError& error : errors) {
    items.add(el("li", {}, el("a", {{"href", "#" + error.field}}, words.error(error.error))));
  }
  return el("div", {{"class", "govuk-error-summary"}, {"role", "alert"}, {"tabindex", "-1"}},
            el("h2", {{"class", "govuk-error-summary__title"}}, words.text(N_("Something is missing or not right"))),
            el("div", {{"class", "govuk-error-summary__body"}}, el("ul", {{"class", "govuk-list govuk-error-summary__list"}}, items)));
}

Html form_field(const Catalogue& words, const schema::FormField& field, const std::string& name, const schema::FormData& typed,
                const std::vector<schema::FieldError>& errors) {
  const Error* wrong = error_of(errors, name);
  const bool group = field.control == Control::radios || field.control == Control::checkboxes || field.control == Control::date;
  std::string label(words.text(field.label.c_str()));
  if (!field.required) label += " " + std::string(words.text(N_("(optional)")));
  std::string described;
  Html before;
  if (!field.help.empty()) {
    described = name + "-hint";
    before.add(el("div", {{"class", "govuk-hint"}, {"id", described}}, words.text(field.help.c_str())));
  }
  if (wrong != nullptr) before.add(el("p", {{"class", "govuk-error-message"}}, words.error(*wrong)));

  const std::string classes = wrong != nullptr ? "govuk-form-group govuk-form-group--error" : "govuk-form-group";
  if (group) {
    const Html inside = field.control == Control::date ? date_parts(words, name, typed, wrong != nullptr) : choices(words, field, name, typed);
    return el("div", {{"class", classes}},
              el("fieldset", {{"class", "govuk-fieldset"}, {"aria-describedby", described, !described.empty()}},
                 el("legend", {{"class", "govuk-fieldset__legend govuk-fieldset__legend--s"}}, label), before, inside));
  }
  const Html inside = field.control == Control::select ? selects(words, field, name, typed) : input(field, name, typed, wrong != nullptr, described);
  return el("div", {{"class", classes}}, el("label", {{"class", "govuk-label govuk-label--s"}, {"for", name}}, label), before, inside);
}

Html heading(std::string_view text) { return el("h1", {{"class", "govuk-heading-l"}}, text); }
Html button(std::string_view text) { return el("button", {{"class", "govuk-button"}, {"type", "submit"}}, text); }
Html csrf_field(std::string_view csrf) { return void_el("input", {{"type", "hidden"}, {"name", "csrf"}, {"value", std::string(csrf)}}); }

}  // namespace arasha::web

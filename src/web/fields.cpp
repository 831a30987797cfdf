#include "web/fields.h"

#include <algorithm>

#include "schema/vocabulary.h"

namespace arasha::web {
namespace {

using schema::Control;

const Error* error_of(const FieldErrors& errors, std::string_view name) {
  for (const schema::FieldError& error : errors) {
    if (error.field == name) return &error.error;
  }
  return nullptr;
}

// What stands between the label and the box, and the ids by which the box names it.
struct Notes {
  Html html;
  std::string ids;
  bool wrong = false;

  Notes(const Catalogue& words, const std::string& name, std::string_view hint_text, const FieldErrors& errors) {
    if (!hint_text.empty()) {
      ids = name + "-hint";
      html.add(el("div", {{"class", "govuk-hint"}, {"id", ids}}, hint_text));
    }
    if (const Error* error = error_of(errors, name)) {
      wrong = true;
      const std::string id = name + "-error";
      ids += (ids.empty() ? "" : " ") + id;
      html.add(el("p", {{"class", "govuk-error-message"}, {"id", id}},
                  el("span", {{"class", "govuk-visually-hidden"}}, words.text(N_("Mistake")), ": "), words.error(*error)));
    }
  }
};

std::string with_optional(const Catalogue& words, std::string_view label, bool optional) {
  std::string out(label);
  if (optional) out += " " + std::string(words.text(N_("(optional)")));
  return out;
}

Html label_for(const std::string& id, std::string_view text) { return el("label", {{"class", "govuk-label govuk-label--s"}, {"for", id}}, text); }

Html group(bool wrong, const Html& inside) {
  return el("div", {{"class", wrong ? "govuk-form-group govuk-form-group--error" : "govuk-form-group"}}, inside);
}

Html fieldset(const Notes& notes, std::string_view legend, const Html& inside) {
  return el("fieldset", {{"class", "govuk-fieldset"}, {"aria-describedby", notes.ids, !notes.ids.empty()}},
            el("legend", {{"class", "govuk-fieldset__legend govuk-fieldset__legend--s"}}, legend), notes.html, inside);
}

Html date_parts(const Catalogue& words, const std::string& name, const schema::FormData& typed, bool wrong) {
  Html parts;
  const std::pair<const char*, const char*> all[] = {{"-day", N_("Day")}, {"-month", N_("Month")}, {"-year", N_("Year")}};
  for (const auto& [suffix, label] : all) {
    const std::string id = name + suffix;
    const bool year = std::string_view(suffix) == "-year";
    std::string classes = year ? "govuk-input govuk-date-input__input govuk-input--width-4" : "govuk-input govuk-date-input__input govuk-input--width-2";
    if (wrong) classes += " govuk-input--error";
    parts.add(el("div", {{"class", "govuk-date-input__item"}}, el("label", {{"class", "govuk-label govuk-date-input__label"}, {"for", id}}, words.text(label)),
                 void_el("input", {{"class", classes}, {"id", id}, {"name", id}, {"type", "text"}, {"inputmode", "numeric"}, {"autocomplete", "off"},
                                   {"maxlength", year ? "4" : "2"}, {"value", std::string(typed.get(id))}})));
  }
  // The summary of mistakes leads to the group; the group's own id is the field's name.
  return el("div", {{"class", "govuk-date-input"}, {"id", name}, {"tabindex", "-1"}}, parts);
}

Html ticks(const std::vector<Choice>& all, const std::string& name, const std::vector<std::string_view>& chosen, bool several) {
  Html items;
  int number = 0;
  for (const Choice& choice : all) {
    const std::string id = number == 0 ? name : name + "-" + std::to_string(number);
    ++number;
    const bool checked = std::find(chosen.begin(), chosen.end(), choice.value) != chosen.end();
    const std::string hint_id = choice.hint.empty() ? "" : id + "-item-hint";
    Html item = void_el("input", {{"class", several ? "govuk-checkboxes__input" : "govuk-radios__input"}, {"id", id}, {"name", name},
                                  {"type", several ? "checkbox" : "radio"}, {"value", choice.value}, {"checked", "", checked},
                                  {"aria-describedby", hint_id, !hint_id.empty()}});
    item.add(el("label", {{"class", several ? "govuk-label govuk-checkboxes__label" : "govuk-label govuk-radios__label"}, {"for", id}}, choice.text));
    if (!hint_id.empty()) item.add(el("div", {{"class", several ? "govuk-hint govuk-checkboxes__hint" : "govuk-hint govuk-radios__hint"}, {"id", hint_id}}, choice.hint));
    items.add(el("div", {{"class", several ? "govuk-checkboxes__item" : "govuk-radios__item"}}, item));
  }
  return el("div", {{"class", several ? "govuk-checkboxes govuk-checkboxes--small" : "govuk-radios govuk-radios--small"}}, items);
}

struct Select {
  std::string id;
  std::string name;
  std::string label;    // for those whom no visible label names
  std::string described;
  std::string nothing;
  bool wrong = false;
};
template <class Options, class Code, class Label>
Html select_of(const Select& select, const Options& all, const Code& code, const Label& label, std::string_view value) {
  Html options;
  options.reserve(all.size() * 48);
  ElementBuilder::open(options, "option", {{"value", ""}});
  options.add(select.nothing);
  ElementBuilder::close(options, "option");
  for (const auto& option : all) {
    const std::string& its = code(option);
    ElementBuilder::open(options, "option", {{"value", its}, {"selected", "", !value.empty() && its == value}});
    options.add(std::string_view(label(option)));
    ElementBuilder::close(options, "option");
  }
  return el("select", {{"class", select.wrong ? "govuk-select govuk-select--error" : "govuk-select"}, {"id", select.id}, {"name", select.name},
                       {"aria-label", select.label, !select.label.empty()}, {"aria-describedby", select.described, !select.described.empty()}},
            options);
}

// What is not offered any more stands there only where it was chosen before.
std::vector<schema::Option> offered(const schema::FormField& field, const std::string& name, const schema::FormData& typed, const Catalogue& words) {
  auto out = schema::options_of(field.vocabulary, words);
  const auto chosen = typed.all(name);
  std::erase_if(out, [&](const schema::Option& one) { return !schema::is_offered(field.vocabulary, one.code) && std::find(chosen.begin(), chosen.end(), one.code) == chosen.end(); });
  return out;
}

// Several countries or languages: three lists of the same name; empty ones count for nothing.
Html selects(const Catalogue& words, const schema::FormField& field, const std::string& name, const schema::FormData& typed, const Notes& notes) {
  const auto all = offered(field, name, typed, words);
  const auto code = [](const schema::Option& o) -> const std::string& { return o.code; };
  const auto text = [](const schema::Option& o) -> const std::string& { return o.label; };
  const auto chosen = typed.all(name);
  if (!field.repeated) return select_of({name, name, "", notes.ids, "", notes.wrong}, all, code, text, typed.get(name));
  Html out;
  for (std::size_t i = 0; i < std::max<std::size_t>(3, chosen.size()); ++i) {
    const std::string id = i == 0 ? name : name + "-" + std::to_string(i);
    const std::string label = i == 0 ? "" : std::string(words.text(field.label.c_str())) + " " + std::to_string(i + 1);
    out.add(select_of({id, name, label, notes.ids, "", notes.wrong}, all, code, text, i < chosen.size() ? chosen[i] : std::string_view()));
  }
  return el("div", {{"class", "arasha-selects"}}, out);
}

// Rows of a table below each other, each a group of its own; those that were posted empty stay, so that nothing moves
// under the hands of who types. A row that was asked for takes the focus.
Html rows_field(const Catalogue& words, const schema::FormField& field, const std::string& name, const schema::FormData& typed, const FieldErrors& errors) {
  const Notes notes(words, name, field.help.empty() ? std::string_view() : words.text(field.help.c_str()), errors);
  const bool more = typed.get(kMoreRows) == name;
  const int count = std::min(field.max_rows, std::max(1, schema::rows_posted(typed, field, name)) + (more ? 1 : 0));
  const std::string one(words.text(field.row.c_str()));
  Html rows;
  for (int i = 0; i < count; ++i) {
    const std::string id = schema::row_name(name, i);
    Html cells;
    for (const schema::FormField& column : field.columns) cells.add(form_field(words, column, id + "-" + column.name, typed, errors));
    rows.add(el("fieldset", {{"class", "govuk-fieldset arasha-row"}, {"id", id}, {"tabindex", "-1"}, {"autofocus", "", more && i + 1 == count}},
                el("legend", {{"class", "govuk-fieldset__legend govuk-fieldset__legend--s"}}, one, " ", words.number(i + 1)),
                el("div", {{"class", "arasha-row__fields"}}, cells)));
  }
  if (count < field.max_rows) {
    rows.add(el("button", {{"class", "govuk-button govuk-button--secondary arasha-more"}, {"type", "submit"}, {"name", kMoreRows}, {"value", name}},
                words.text(N_("Add another: {1}"), {one})));
  }
  return group(notes.wrong, el("fieldset", {{"class", "govuk-fieldset arasha-rows"}, {"id", name}, {"tabindex", "-1"}, {"aria-describedby", notes.ids, !notes.ids.empty()}},
                               el("legend", {{"class", "govuk-fieldset__legend govuk-fieldset__legend--m"}},
                                  with_optional(words, words.text(field.label.c_str()), !field.required)),
                               notes.html, rows));
}

const char* input_mode(TextKind kind) {
  switch (kind) {
    case TextKind::number:
    case TextKind::one_time_code: return "numeric";
    case TextKind::telephone: return "tel";
    case TextKind::email: return "email";
    case TextKind::search: return "search";
    default: return "";
  }
}

Html text_box(const TextField& field, const Notes& notes) {
  const std::string limit = field.max_length > 0 ? std::to_string(field.max_length) : "";
  if (field.rows > 0) {
    return el("textarea", {{"class", notes.wrong ? "govuk-textarea govuk-textarea--error" : "govuk-textarea"}, {"id", field.name}, {"name", field.name},
                           {"rows", std::to_string(field.rows)}, {"lang", field.lang, !field.lang.empty()},
                           {"aria-describedby", notes.ids, !notes.ids.empty()}, {"data-most", limit, field.max_length > 0}},
              field.value);
  }
  std::string classes = "govuk-input";
  if (field.width > 0) classes += " govuk-input--width-" + std::to_string(field.width);
  if (notes.wrong) classes += " govuk-input--error";
  const bool plain = field.kind == TextKind::text || field.kind == TextKind::number || field.kind == TextKind::one_time_code;
  const std::string type = field.kind == TextKind::telephone ? "tel" : field.kind == TextKind::email ? "email" : field.kind == TextKind::search ? "search" : "text";
  const std::string mode = input_mode(field.kind);
  return void_el("input", {{"class", classes}, {"id", field.name}, {"name", field.name}, {"type", type}, {"inputmode", mode, !mode.empty()},
                           {"autocomplete", field.autocomplete}, {"spellcheck", "false", !plain || field.kind != TextKind::text},
                           {"lang", field.lang, !field.lang.empty()}, {"value", field.value, !field.value.empty()},
                           {"aria-describedby", notes.ids, !notes.ids.empty()}});
}

}  // namespace

Html error_summary(const Catalogue& words, const FieldErrors& errors, const Labels& labels) {
  if (errors.empty()) return {};
  Html items;
  for (const schema::FieldError& error : errors) {
    const auto label = labels.find(error.field);
    const std::string about = label == labels.end() ? "" : label->second + ": ";
    items.add(el("li", {}, el("a", {{"href", "#" + error.field}}, about, words.error(error.error))));
  }
  return el("div", {{"class", "govuk-error-summary"}, {"role", "alert"}, {"tabindex", "-1"}},
            el("h2", {{"class", "govuk-error-summary__title"}}, words.text(N_("Something is missing or not right"))),
            el("div", {{"class", "govuk-error-summary__body"}}, el("ul", {{"class", "govuk-list govuk-error-summary__list"}}, items)));
}

Html form_field(const Catalogue& words, const schema::FormField& field, const std::string& name, const schema::FormData& typed, const FieldErrors& errors) {
  if (field.control == Control::rows) return rows_field(words, field, name, typed, errors);
  if (field.control == Control::row_number) return hidden(name, typed.get(name));
  if (field.control == Control::signature) {
    return signature_field(words, {name, with_optional(words, words.text(field.label.c_str()), !field.required), std::string(words.text(field.help.c_str())),
                                   std::string(typed.get(name)), std::string(words.text(N_("Drawing needs a script, which does not run here. Let the person sign on paper.")))}, errors);
  }
  const std::string label = with_optional(words, words.text(field.label.c_str()), !field.required);
  const Notes notes(words, name, field.help.empty() ? std::string_view() : words.text(field.help.c_str()), errors);
  switch (field.control) {
    case Control::date: return group(notes.wrong, fieldset(notes, label, date_parts(words, name, typed, notes.wrong)));
    case Control::radios:
    case Control::checkboxes: {
      std::vector<Choice> all;
      for (schema::Option& option : offered(field, name, typed, words)) all.push_back({std::move(option.code), std::move(option.label), {}});
      return group(notes.wrong, fieldset(notes, label, ticks(all, name, typed.all(name), field.control == Control::checkboxes)));
    }
    case Control::select: return group(notes.wrong, el("div", {}, label_for(name, label), notes.html, selects(words, field, name, typed, notes)));
    case Control::textarea:
    case Control::lines:
    case Control::number:
    case Control::telephone:
    case Control::rows:
    case Control::row_number:
    case Control::signature:
    case Control::text: break;
  }
  TextField box;
  box.name = name;
  box.value = std::string(typed.get(name));
  if (field.control == Control::textarea) box.rows = 5;
  if (field.control == Control::lines) box.rows = 3;
  if (field.control == Control::textarea && field.max_length >= 500) box.max_length = field.max_length;
  if (field.control == Control::number) box.kind = TextKind::number, box.width = 5;
  if (field.control == Control::telephone) box.kind = TextKind::telephone, box.width = 20;
  return group(notes.wrong, el("div", {}, label_for(name, label), notes.html, text_box(box, notes)));
}

Html button(std::string_view text) { return el("button", {{"class", "govuk-button"}, {"type", "submit"}}, text); }
Html hidden(std::string_view name, std::string_view value) {
  return void_el("input", {{"type", "hidden"}, {"name", std::string(name)}, {"value", std::string(value)}});
}
Html csrf_field(std::string_view csrf) { return hidden("csrf", csrf); }

Html text_field(const Catalogue& words, const TextField& field, const FieldErrors& errors) {
  const Notes notes(words, field.name, field.hint, errors);
  return group(notes.wrong, el("div", {}, label_for(field.name, with_optional(words, field.label, field.optional)), notes.html, text_box(field, notes)));
}

Html password_field(const Catalogue& words, const PasswordField& field, const FieldErrors& errors) {
  const Notes notes(words, field.name, field.hint, errors);
  const Html box = void_el("input", {{"class", notes.wrong ? "govuk-input govuk-input--error" : "govuk-input"}, {"id", field.name}, {"name", field.name},
                                     {"type", "password"}, {"autocomplete", field.fresh ? "new-password" : "current-password"}, {"spellcheck", "false"},
                                     {"autocapitalize", "none"}, {"aria-describedby", notes.ids, !notes.ids.empty()}});
  // Hidden until the script takes it into use.
  const Html show = el("button", {{"class", "govuk-button govuk-button--secondary arasha-show"}, {"type", "button"}, {"hidden", ""},
                                  {"aria-controls", field.name}, {"aria-pressed", "false"}},
                       words.text(N_("Show")));
  return group(notes.wrong, el("div", {}, label_for(field.name, field.label), notes.html, el("div", {{"class", "arasha-password"}}, box, show)));
}

Html choice_field(const Catalogue& words, const ChoiceField& field, const FieldErrors& errors) {
  const Notes notes(words, field.name, field.hint, errors);
  const std::string label = with_optional(words, field.label, field.optional);
  if (field.kind == ChoiceKind::select) {
    const Html select = select_of({field.name, field.name, "", notes.ids, field.nothing, notes.wrong}, field.choices,
                                  [](const Choice& c) -> const std::string& { return c.value; }, [](const Choice& c) -> const std::string& { return c.text; },
                                  field.chosen.empty() ? std::string_view() : std::string_view(field.chosen.front()));
    return group(notes.wrong, el("div", {}, label_for(field.name, label), notes.html, select));
  }
  const std::vector<std::string_view> chosen(field.chosen.begin(), field.chosen.end());
  return group(notes.wrong, fieldset(notes, label, ticks(field.choices, field.name, chosen, field.kind == ChoiceKind::checkboxes)));
}

Html date_field(const Catalogue& words, const std::string& name, std::string_view label, std::string_view hint_text, const schema::FormData& typed,
                const FieldErrors& errors) {
  const Notes notes(words, name, hint_text, errors);
  return group(notes.wrong, fieldset(notes, label, date_parts(words, name, typed, notes.wrong)));
}

}  // namespace arasha::web

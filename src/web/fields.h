// Forms: the fields of an entry type by reflection, and single fields for forms that are not entries.
//
// Every field has a label; its hint and its mistake are bound to it by aria-describedby; the summary of mistakes at the
// top of the page leads to it by its name, which is also its id.
#pragma once

#include <map>

#include "base/catalogue.h"
#include "schema/form.h"
#include "web/html.h"

namespace arasha::web {

using FieldErrors = std::vector<schema::FieldError>;

// The summary at the top of a form with mistakes; each line leads to its field. With the fields' labels (by name,
// translated) each line says which question it is about.
using Labels = std::map<std::string, std::string, std::less<>>;
Html error_summary(const Catalogue& words, const FieldErrors& errors, const Labels& labels = {});

// The button that gives a table of rows one row more: it sends the form with this name and the table's as its value, and
// nothing is saved. The page then shows the form again with what was typed.
inline constexpr const char* kMoreRows = "more";

// A field of an entry type, with what was typed and what is wrong with it.
Html form_field(const Catalogue& words, const schema::FormField& field, const std::string& name, const schema::FormData& typed,
                const FieldErrors& errors);

// A place to sign on the screen, by finger, pen or mouse; what is drawn is posted as strokes (src/schema/strokes.h). Without
// scripts, and for those who cannot draw, the form offers another way: see `otherwise`, a sentence that names it.
struct SignatureField {
  std::string name;
  std::string label;
  std::string hint = {};
  std::string value = {};      // strokes
  std::string otherwise = {};  // shown where drawing does not work
};
Html signature_field(const Catalogue& words, const SignatureField& field, const FieldErrors& errors = {});
// The strokes as a picture; nothing when they are none.
Html signature_picture(std::string_view strokes, const std::string& label);

// A file to be sent; its form is an upload_form.
struct FileField {
  std::string name;
  std::string label;
  std::string hint = {};
  std::string accept = {};     // what the browser offers first: ".pdf,.jpg"
};
Html file_field(const Catalogue& words, const FileField& field, const FieldErrors& errors = {});

Html button(std::string_view text);
Html csrf_field(std::string_view csrf);
Html hidden(std::string_view name, std::string_view value);

// A form that posts to `action`, with its token. Mistakes are shown by us, in the person's language.
template <class... Children>
Html post_form(const std::string& action, std::string_view csrf, const Children&... children) {
  return el("form", {{"method", "post"}, {"action", action}, {"novalidate", ""}}, csrf_field(csrf), children...);
}

// The same for a form with a file (Site::post_upload). The token stands first, and the file must come last.
template <class... Children>
Html upload_form(const std::string& action, std::string_view csrf, const Children&... children) {
  return el("form", {{"method", "post"}, {"action", action}, {"novalidate", ""}, {"enctype", "multipart/form-data"}}, csrf_field(csrf), children...);
}

// The same for a form whose address shows its draft again: what is typed is kept while it is typed, where scripts run.
template <class... Children>
Html draft_form(const std::string& action, std::string_view csrf, const Children&... children) {
  return el("form", {{"method", "post"}, {"action", action}, {"novalidate", ""}, {"data-draft", ""}}, csrf_field(csrf), children...);
}

// --- Single fields. `label` and `hint` are translated.

enum class TextKind { text, name, number, telephone, email, search, one_time_code };
struct TextField {
  std::string name;
  std::string label;
  std::string hint = {};
  std::string value = {};
  TextKind kind = TextKind::text;
  std::size_t max_length = 0;   // 0: said by nobody; else shown as a count where scripts run
  int width = 0;                // of the box, in characters: 2, 3, 4, 5, 10, 20; 0: all there is
  const char* autocomplete = "off";
  bool optional = false;
  std::string lang = {};        // of what is to be typed, where it is not the page's
  int rows = 0;                 // 0: one line; else a box of so many
};
Html text_field(const Catalogue& words, const TextField& field, const FieldErrors& errors = {});

// With "show" beside it where scripts run. Never filled in again after a mistake.
struct PasswordField {
  std::string name;
  std::string label;
  std::string hint = {};
  bool fresh = false;  // a new one: password managers offer to make it
};
Html password_field(const Catalogue& words, const PasswordField& field, const FieldErrors& errors = {});

struct Choice {
  std::string value;
  std::string text;
  std::string hint = {};
};
enum class ChoiceKind { radios, checkboxes, select };
struct ChoiceField {
  std::string name;
  std::string label;
  std::string hint = {};
  std::vector<Choice> choices;
  std::vector<std::string> chosen = {};
  ChoiceKind kind = ChoiceKind::radios;
  bool optional = false;
  std::string nothing = {};  // of a select: the text of its empty first line
};
Html choice_field(const Catalogue& words, const ChoiceField& field, const FieldErrors& errors = {});

// Day, month and year; reads name-day, name-month, name-year from `typed`, as schema::parse_form does.
Html date_field(const Catalogue& words, const std::string& name, std::string_view label, std::string_view hint, const schema::FormData& typed,
                const FieldErrors& errors = {});

}  // namespace arasha::web

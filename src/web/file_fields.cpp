// Fields that are more than text: a signature, a file.
#include "schema/strokes.h"
#include "web/components.h"
#include "web/fields.h"

namespace arasha::web {
namespace {

const Error* error_of(const FieldErrors& errors, std::string_view name) {
  for (const schema::FieldError& error : errors) {
    if (error.field == name) return &error.error;
  }
  return nullptr;
}

Html mistake(const Catalogue& words, const std::string& id, const Error& error) {
  return el("p", {{"class", "govuk-error-message"}, {"id", id}}, el("span", {{"class", "govuk-visually-hidden"}}, words.text(N_("Mistake")), ": "), words.error(error));
}

}  // namespace

Html signature_picture(std::string_view strokes, const std::string& label) {
  const auto lines = schema::read_strokes(strokes);
  if (!lines) return {};
  std::string path;
  for (const schema::Stroke& line : *lines) {
    for (std::size_t i = 0; i < line.size(); ++i) path += (i == 0 ? "M" : "L") + std::to_string(line[i].x) + " " + std::to_string(line[i].y);
    // A dot is a line of no length: with round ends it shows.
    if (line.size() == 1) path += "h0";
  }
  const std::string box = "0 0 " + std::to_string(schema::kStrokesWidth) + " " + std::to_string(schema::kStrokesHeight);
  return el("svg", {{"class", "arasha-signature__picture"}, {"viewBox", box}, {"role", "img"}, {"aria-label", label}, {"focusable", "false"}},
            el("path", {{"d", path}, {"fill", "none"}, {"stroke", "currentColor"}, {"stroke-width", "3"}, {"stroke-linecap", "round"}, {"stroke-linejoin", "round"}}));
}

Html signature_field(const Catalogue& words, const SignatureField& field, const FieldErrors& errors) {
  const Error* error = error_of(errors, field.name);
  std::string ids;
  Html inside = el("span", {{"class", "govuk-label govuk-label--s"}, {"id", field.name + "-label"}}, field.label);
  if (!field.hint.empty()) {
    ids = field.name + "-hint";
    inside.add(el("div", {{"class", "govuk-hint"}, {"id", ids}}, field.hint));
  }
  if (error != nullptr) {
    ids += (ids.empty() ? "" : " ") + field.name + "-error";
    inside.add(mistake(words, field.name + "-error", *error));
  }
  Html box = void_el("input", {{"type", "hidden"}, {"name", field.name}, {"value", field.value}});
  // The script takes the hidden mark away; without it nothing pretends that one can draw.
  box.add(el("canvas", {{"width", std::to_string(schema::kStrokesWidth)}, {"height", std::to_string(schema::kStrokesHeight)}, {"hidden", ""}, {"role", "img"},
                        {"aria-labelledby", field.name + "-label"}}));
  box.add(el("button", {{"type", "button"}, {"class", "govuk-button govuk-button--secondary arasha-signature__again"}, {"hidden", ""}}, words.text(N_("Draw it again"))));
  Html without = signature_picture(field.value, field.label);
  if (!field.otherwise.empty()) without.add(hint(field.otherwise));
  box.add(el("div", {{"class", "arasha-signature__without"}}, without));
  inside.add(el("div", {{"class", "arasha-signature"}, {"id", field.name}, {"tabindex", "-1"}, {"role", "group"}, {"aria-labelledby", field.name + "-label"},
                        {"aria-describedby", ids, !ids.empty()}, {"data-signature", ""}},
                box));
  return el("div", {{"class", error != nullptr ? "govuk-form-group govuk-form-group--error" : "govuk-form-group"}}, inside);
}

Html file_field(const Catalogue& words, const FileField& field, const FieldErrors& errors) {
  const Error* error = error_of(errors, field.name);
  std::string ids;
  Html inside = el("label", {{"class", "govuk-label govuk-label--s"}, {"for", field.name}}, field.label);
  if (!field.hint.empty()) {
    ids = field.name + "-hint";
    inside.add(el("div", {{"class", "govuk-hint"}, {"id", ids}}, field.hint));
  }
  if (error != nullptr) {
    ids += (ids.empty() ? "" : " ") + field.name + "-error";
    inside.add(mistake(words, field.name + "-error", *error));
  }
  inside.add(void_el("input", {{"class", error != nullptr ? "govuk-file-upload govuk-file-upload--error" : "govuk-file-upload"}, {"id", field.name}, {"name", field.name}, {"type", "file"},
                               {"accept", field.accept, !field.accept.empty()}, {"aria-describedby", ids, !ids.empty()}}));
  return el("div", {{"class", error != nullptr ? "govuk-form-group govuk-form-group--error" : "govuk-form-group"}}, inside);
}

}  // namespace arasha::web

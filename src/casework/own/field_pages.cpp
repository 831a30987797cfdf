// The words and settings of an own form, and of one question of it.
#include <algorithm>
#include <charconv>

#include "casework/own/pages.h"

namespace arasha::casework {
namespace {

web::Response new_form_page(const Visit& visit, const schema::FormData& typed, const web::FieldErrors& errors) {
  const Catalogue& words = visit.words;
  Html more;
  for (const schema::FormField& field : schema::form_fields(*OwnFormHead::descriptor())) more.add(web::form_field(words, field, field.name, typed, errors));
  return edit_page(visit, {std::string(words.text(N_("Make a new form"))), kFormsAddress, *OwnFormNew::descriptor(), typed, errors, more});
}

void put_first(const web::FieldErrors& from, std::string_view field, const char* to, web::FieldErrors& errors) {
  for (const schema::FieldError& error : from) {
    if (error.field == field) errors.push_back({to, error.error});
  }
}

web::Response new_form(const Desk&, const Visit& visit) { return new_form_page(visit, {}, {}); }

web::Response make_form(const Desk& desk, const Visit& visit) {
  OwnFormNew fresh;
  OwnFormHead head;
  web::FieldErrors errors = schema::parse_form(visit.request.form, fresh);
  for (schema::FieldError& error : schema::parse_form(visit.request.form, head)) errors.push_back(std::move(error));
  FormDraft draft;
  draft.form.set_name(fresh.name());
  draft.form.set_compartment(compartment_from_code(fresh.compartment()));
  write_head(head, draft.form);
  if (errors.empty()) {
    const auto mistakes = schema::check_definition(draft.form);
    put_first(mistakes, "name", "name", errors);
    put_first(mistakes, "compartment", "compartment", errors);
    put_first(mistakes, "title", "title_ru", errors);
    put_first(mistakes, "help", "help_ru", errors);
  }
  if (errors.empty()) {
    const auto begun = begun_forms(desk, visit);
    if (!begun) return web::error_page(visit, begun.error());
    const bool taken = version_of(*desk.vault.directory(), fresh.name()) != 0 || std::find(begun->begin(), begun->end(), fresh.name()) != begun->end();
    if (taken) errors.push_back({"name", Error(ErrorCode::invalid_input, "There is a form with this name already. Choose another name.")});
  }
  if (!errors.empty()) return new_form_page(visit, visit.request.form, errors);
  if (const auto kept = keep_draft(desk, visit, draft); !kept) return web::error_page(visit, kept.error());
  return web::Response::redirect(form_address(fresh.name()), N_("Kept. Now add the questions."));
}

web::Response head_page(const Visit& visit, const FormDraft& draft, const schema::FormData& typed, const web::FieldErrors& errors) {
  return edit_page(visit, {form_title(visit.words, draft.form), form_address(draft.form.name()), *OwnFormHead::descriptor(), typed, errors});
}

web::Response show_head(const Desk& desk, const Visit& visit) {
  const auto draft = draft_in(desk, visit);
  if (!draft) return web::error_page(visit, draft.error());
  return head_page(visit, *draft, schema::to_form(head_of(draft->form)), {});
}

web::Response save_head(const Desk& desk, const Visit& visit) {
  auto draft = draft_in(desk, visit);
  if (!draft) return web::error_page(visit, draft.error());
  OwnFormHead head;
  web::FieldErrors errors = schema::parse_form(visit.request.form, head);
  write_head(head, draft->form);
  const auto mistakes = schema::check_definition(draft->form);
  put_first(mistakes, "title", "title_ru", errors);
  put_first(mistakes, "help", "help_ru", errors);
  if (!errors.empty()) return head_page(visit, *draft, visit.request.form, errors);
  if (const auto kept = keep_draft(desk, visit, *draft); !kept) return web::error_page(visit, kept.error());
  return web::Response::redirect(form_address(draft->form.name()), N_("Kept. Put it into use when it is ready."));
}

// What may decide whether a question is asked: each answer of those that stand before it.
Html condition_field(const Catalogue& words, const OwnFormDefinition& form, const OwnField& field, const std::vector<std::string>& chosen, const web::FieldErrors& errors) {
  web::ChoiceField choice{.name = "shown", .label = std::string(words.text(N_("Ask this only after another answer"))),
                          .hint = std::string(words.text(N_("Choose nothing, and it is always asked. Only questions that stand before this one decide."))), .choices = {},
                          .chosen = chosen, .kind = web::ChoiceKind::checkboxes, .optional = true};
  for (const OwnField& other : form.fields()) {
    if (other.number() == field.number()) break;
    if (!schema::decides(other.kind()) || other.retired()) continue;
    const std::string title = field_title(words, other) + ": ";
    const auto add = [&](const std::string& code, const std::string& text) { choice.choices.push_back({std::to_string(other.number()) + "=" + code, title + text}); };
    if (other.kind() == OWN_YES_NO) {
      for (const std::string& code : schema::codes_of(other)) add(code, label(words, "yes_no_unknown", code));
    }
    for (const OwnOption& option : other.options()) {
      if (!option.retired()) add(option.code(), schema::in_language(option.label(), words.language()));
    }
  }
  return choice.choices.empty() ? Html() : web::choice_field(words, choice, errors);
}

std::vector<std::string> left_out(const OwnField& field) {
  std::vector<std::string> out;
  if (!schema::has_options(field.kind())) out.emplace_back("options");
  if (field.kind() != OWN_TEXT && field.kind() != OWN_LONG_TEXT) out.emplace_back("max_length");
  return out;
}

web::Response field_page(const Visit& visit, const FormDraft& draft, const OwnField& field, const schema::FormData& typed, const std::vector<std::string>& condition,
                         const web::FieldErrors& errors) {
  const Catalogue& words = visit.words;
  Html notice = web::hint(label(words, "own_kind", code_of(field.kind())));
  return edit_page(visit, {field_title(words, field), form_address(draft.form.name()), *OwnFieldEdit::descriptor(), typed, errors,
                           condition_field(words, draft.form, field, condition, errors), left_out(field), notice});
}

OwnField* field_in(const Visit& visit, FormDraft& draft) {
  const std::string& text = visit.parameters.at("field");
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? find_field(draft.form, number) : nullptr;
}

web::Response show_field(const Desk& desk, const Visit& visit) {
  auto draft = draft_in(desk, visit);
  if (!draft) return web::error_page(visit, draft.error());
  const OwnField* field = field_in(visit, *draft);
  if (field == nullptr) return no_page(visit);
  return field_page(visit, *draft, *field, schema::to_form(edit_of(*field)), condition_of(*field), {});
}

web::Response save_field(const Desk& desk, const Visit& visit) {
  auto draft = draft_in(desk, visit);
  if (!draft) return web::error_page(visit, draft.error());
  OwnField* field = field_in(visit, *draft);
  if (field == nullptr) return no_page(visit);
  const auto chosen = visit.request.form.all("shown");
  const std::vector<std::string> condition(chosen.begin(), chosen.end());
  if (!visit.request.form.get(web::kMoreRows).empty()) return field_page(visit, *draft, *field, visit.request.form, condition, {});
  OwnFieldEdit edit;
  web::FieldErrors errors = schema::parse_form(visit.request.form, edit);
  const OwnField before = *field;
  write_field(edit, *field);
  if (const auto fits = write_condition(chosen, *field); !fits) errors.push_back({"shown", fits.error()});
  if (errors.empty()) {
    const std::string number = std::to_string(field->number()) + "-";
    const auto mistakes = schema::check_definition(draft->form);
    put_first(mistakes, number + "label", "label_ru", errors);
    put_first(mistakes, number + "help", "help_ru", errors);
    put_first(mistakes, number + "options", "options", errors);
    put_first(mistakes, number + "max_length", "max_length", errors);
    put_first(mistakes, number + "shown", "shown", errors);
  }
  if (!errors.empty()) {
    *field = before;
    return field_page(visit, *draft, *field, visit.request.form, condition, errors);
  }
  if (const auto kept = keep_draft(desk, visit, *draft); !kept) return web::error_page(visit, kept.error());
  return web::Response::redirect(form_address(draft->form.name()), N_("Kept. Put it into use when it is ready."));
}

web::Response kind_page(const Visit& visit, const FormDraft& draft, const web::FieldErrors& errors) {
  return edit_page(visit, {std::string(visit.words.text(N_("Add a question"))), form_address(draft.form.name()), *OwnFieldNew::descriptor(), visit.request.form, errors});
}

web::Response new_field(const Desk& desk, const Visit& visit) {
  const auto draft = draft_in(desk, visit);
  return draft ? kind_page(visit, *draft, {}) : web::error_page(visit, draft.error());
}

web::Response make_field(const Desk& desk, const Visit& visit) {
  auto draft = draft_in(desk, visit);
  if (!draft) return web::error_page(visit, draft.error());
  OwnFieldNew fresh;
  web::FieldErrors errors = schema::parse_form(visit.request.form, fresh);
  if (draft->form.fields_size() >= schema::kMostOwnFields) {
    errors.push_back({"kind", Error(ErrorCode::invalid_input, "A form has at most {1} fields, with those that are not asked any more.", {std::to_string(schema::kMostOwnFields)})});
  }
  if (!errors.empty()) return kind_page(visit, *draft, errors);
  const std::uint32_t number = add_field(draft->form, fresh.kind());
  if (const auto kept = keep_draft(desk, visit, *draft); !kept) return web::error_page(visit, kept.error());
  return web::Response::redirect(form_address(draft->form.name()) + "/field/" + std::to_string(number));
}

}  // namespace

void add_own_field_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/settings/forms/new", steward_page<new_form>);
  on_post(site, desk, "/settings/forms/new", steward_page<make_form>);
  on_get(site, desk, "/settings/forms/form/{form}/head", steward_page<show_head>);
  on_post(site, desk, "/settings/forms/form/{form}/head", steward_page<save_head>);
  on_get(site, desk, "/settings/forms/form/{form}/field/new", steward_page<new_field>);
  on_post(site, desk, "/settings/forms/form/{form}/field/new", steward_page<make_field>);
  on_get(site, desk, "/settings/forms/form/{form}/field/{field}", steward_page<show_field>);
  on_post(site, desk, "/settings/forms/form/{form}/field/{field}", steward_page<save_field>);
}

}  // namespace arasha::casework

// Forms of the organisation's own: the list, one form with its questions, trying it, putting it into use, its history.
#include "casework/own/pages.h"

#include <algorithm>

#include "casework/own/changes.h"

namespace arasha::casework {
namespace {

Html bullets(const std::vector<std::string>& lines) {
  Html items;
  for (const std::string& line : lines) items.add(el("li", {}, line));
  return el("ul", {{"class", "govuk-list govuk-list--bullet"}}, items);
}

Html file_link(const std::string& address, std::string_view text) {
  return el("a", {{"class", "govuk-link"}, {"href", address}, {"download", ""}}, text);
}

Html post_button(const Visit& visit, const std::string& action, const Html& fields, std::string_view text, std::string_view about, const char* classes) {
  return el("form", {{"method", "post"}, {"action", action}, {"class", "arasha-inline-form"}}, web::csrf_field(visit.csrf), fields,
            el("button", {{"class", classes}, {"type", "submit"}}, text, el("span", {{"class", "govuk-visually-hidden"}}, ": " + std::string(about))));
}
constexpr const char* kSmall = "govuk-button govuk-button--secondary arasha-small-button";

web::Response list_page(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto state = desk.vault.directory();
  web::Page page = visit.page(std::string(words.text(N_("Our own forms"))));
  page.back = "/settings";
  page.main = web::heading(page.title);
  page.main.add(web::paragraph(words.text(N_("Forms that your organisation makes itself. They stand in each case beside the others, for those who may write into that part of it."))));
  page.main.add(web::actions(web::button_link("/settings/forms/new", words.text(N_("Make a new form")))));
  const auto begun = begun_forms(desk, visit);
  if (!begun) return web::error_page(visit, begun.error());
  if (state->forms().empty() && begun->empty()) {
    page.main.add(web::empty_state(words.text(N_("There is no form of your own yet")), words.text(N_("Make one, or take over a file of forms from another organisation."))));
  } else {
    web::Table table(words, words.text(N_("Our own forms")), {{N_("Form")}, {N_("Part of the case")}, {N_("Questions")}, {N_("State")}}, state->forms().size());
    for (const std::string& name : *begun) {
      const auto draft = draft_of_form(desk, visit, name);
      if (!draft) continue;
      table.row();
      table.cell(web::link(form_address(name), form_title(words, draft->form)));
      table.cell(label(words, "own_compartment", code_of(draft->form.compartment())));
      table.cell(words.number(draft->form.fields_size()));
      table.cell(web::tag(web::Meaning::waiting, words.text(N_("Not in use yet"))));
    }
    for (const auto& [name, versions] : state->forms()) {
      const auto form = current_form(*state, name);
      table.row();
      if (form == nullptr) {
        table.cell(name);
        table.cell("");
        table.cell("");
        table.cell(web::tag(web::Meaning::over, words.text(N_("Of a newer program"))));
        continue;
      }
      const OwnFormDefinition& definition = form->definition();
      const auto asked = std::count_if(definition.fields().begin(), definition.fields().end(), [](const OwnField& field) { return !field.retired(); });
      table.cell(web::link(form_address(name), form_title(words, definition)));
      table.cell(label(words, "own_compartment", code_of(definition.compartment())));
      table.cell(words.number(asked));
      table.cell(definition.retired() ? web::tag(web::Meaning::over, words.text(N_("Not filled in any more"))) : web::tag(web::Meaning::good, words.text(N_("In use"))));
    }
    page.main.add(std::move(table).html());
  }
  page.main.add(web::subheading(words.text(N_("From one server to another"))));
  page.main.add(el("ul", {{"class", "govuk-list"}},
                   state->forms().empty() ? Html() : el("li", {}, file_link("/settings/forms/file", words.text(N_("Keep all forms as one file")))),
                   el("li", {}, web::link("/settings/forms/import", words.text(N_("Take over a file of forms"))))));
  return web::Response::page(web::layout(page));
}

Html question(const Visit& visit, const OwnFormDefinition& form, int place) {
  const Catalogue& words = visit.words;
  const OwnField& field = form.fields(place);
  const std::string number = std::to_string(field.number());
  const std::string address = form_address(form.name());
  const std::string title = field_title(words, field);
  Html head = el("strong", {}, title);
  if (field.retired()) {
    head.add(" ");
    head.add(web::tag(web::Meaning::over, words.text(N_("Not asked any more"))));
  }
  Html out = el("p", {{"class", "govuk-body govuk-!-margin-bottom-1"}}, head);
  out.add(el("p", {{"class", "arasha-quiet govuk-!-margin-bottom-1"}}, field_line(words, form, field)));
  Html ways = web::link(address + "/field/" + number, words.text(N_("Change")), title);
  const auto step = [&](const char* way, const char* text) {
    Html fields = web::hidden("field", number);
    fields.add(web::hidden("way", way));
    ways.add(" ");
    ways.add(post_button(visit, address + "/order", fields, words.text(text), title, kSmall));
  };
  if (place > 0) step("up", N_("Up"));
  if (place + 1 < form.fields_size()) step("down", N_("Down"));
  step(field.retired() ? "again" : "retire", field.retired() ? N_("Ask again") : N_("Do not ask any more"));
  out.add(el("div", {{"class", "arasha-ways"}}, ways));
  return el("li", {{"class", "arasha-question"}}, out);
}

web::Response form_page(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto draft = draft_in(desk, visit);
  if (!draft) return web::error_page(visit, draft.error());
  const OwnFormDefinition& form = draft->form;
  const auto state = desk.vault.directory();
  const auto kept = has_draft(desk, visit, form.name());
  if (!kept) return web::error_page(visit, kept.error());
  const auto current = current_form(*state, form.name());
  const std::string address = form_address(form.name());
  web::Page page = visit.page(form_title(words, form));
  page.back = kFormsAddress;
  page.main = web::heading(words.text(N_("Our own forms")), page.title);
  if (*kept) {
    Html inside = el("p", {{"class", "govuk-body"}}, words.text(draft->base == 0 ? N_("Only you see this form. Nobody can fill it in until you put it into use.") : N_("These changes are seen by you alone until you put them into use:")));
    if (draft->base != 0 && current != nullptr) inside.add(bullets(form_changes(words, current->definition(), form)));
    Html ways = el("form", {{"method", "post"}, {"action", address + "/use"}}, web::csrf_field(visit.csrf), web::button(words.text(N_("Put into use"))));
    ways.add(web::link(address + "/drop", words.text(draft->base == 0 ? N_("Throw this form away") : N_("Throw the changes away"))));
    inside.add(web::actions(ways));
    page.main.add(web::inset(inside));
  }
  web::SummaryList list;
  list.add(words.text(N_("Title")), form_title(words, form), web::link(address + "/head", words.text(N_("Change")), words.text(N_("Title"))));
  list.add(words.text(N_("What the form is for")), schema::in_language(form.help(), words.language()));
  list.add(words.text(N_("Part of the case")), label(words, "own_compartment", code_of(form.compartment())));
  list.add(words.text(N_("Short name")), form.name());
  if (form.retired()) list.add(words.text(N_("State")), web::tag(web::Meaning::over, words.text(N_("Not filled in any more"))));
  page.main.add(list.html());
  page.main.add(web::subheading(words.text(N_("Questions"))));
  Html items;
  for (int i = 0; i < form.fields_size(); ++i) items.add(question(visit, form, i));
  if (items.is_empty()) page.main.add(web::hint(words.text(N_("There is no question yet."))));
  else page.main.add(el("ol", {{"class", "govuk-list arasha-questions"}}, items));
  page.main.add(web::actions(web::button_link(address + "/field/new", words.text(N_("Add a question"))),
                             web::button_link(address + "/try", words.text(N_("Try the form")), web::ButtonKind::secondary)));
  page.main.add(web::subheading(words.text(N_("More"))));
  Html more;
  if (current != nullptr) more.add(el("li", {}, web::link(address + "/history", words.text(N_("Earlier versions, and who made them")))));
  if (current != nullptr) more.add(el("li", {}, file_link(address + "/file", words.text(N_("Keep this form as a file")))));
  if (current != nullptr && reads(*state, visit.keyring.member(), static_cast<vault::Compartment>(form.compartment()))) {
    more.add(el("li", {}, web::link(address + "/answers", words.text(N_("All answers as a table")))));
  }
  more.add(el("li", {}, post_button(visit, address + "/order", web::hidden("way", form.retired() ? "form-again" : "form-retire"),
                                    words.text(form.retired() ? N_("Let it be filled in again") : N_("Let it not be filled in any more")), form_title(words, form), kSmall)));
  page.main.add(el("ul", {{"class", "govuk-list"}}, more));
  return web::Response::page(web::layout(page));
}

// Moving, retiring and taking up again: one button each.
web::Response order(const Desk& desk, const Visit& visit) {
  auto draft = draft_in(desk, visit);
  if (!draft) return web::error_page(visit, draft.error());
  const std::string_view way = visit.request.form.get("way");
  const OwnField* chosen = nullptr;
  for (const OwnField& field : draft->form.fields()) {
    if (std::to_string(field.number()) == visit.request.form.get("field")) chosen = &field;
  }
  const std::uint32_t number = chosen == nullptr ? 0 : chosen->number();
  if (way == "form-retire" || way == "form-again") {
    draft->form.set_retired(way == "form-retire");
  } else if (chosen == nullptr) {
    return no_page(visit);
  } else if (way == "up" || way == "down") {
    move_field(draft->form, number, way == "up");
  } else if (way == "retire") {
    const auto current = current_form(*desk.vault.directory(), draft->form.name());
    remove_field(draft->form, number, current == nullptr ? nullptr : &current->definition());
  } else if (way == "again") {
    find_field(draft->form, number)->set_retired(false);
  } else {
    return no_page(visit);
  }
  if (const auto kept = keep_draft(desk, visit, *draft); !kept) return web::error_page(visit, kept.error());
  return web::Response::redirect(form_address(draft->form.name()), N_("Kept. Put it into use when it is ready."));
}

// Trying: the form as it will look, and what would be kept of what was typed.
web::Response try_page(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto draft = draft_in(desk, visit);
  if (!draft) return web::error_page(visit, draft.error());
  web::Page page = visit.page(form_title(words, draft->form));
  page.back = form_address(draft->form.name());
  const auto mistakes = schema::check_definition(draft->form);
  if (!mistakes.empty()) {
    page.main = web::heading(words.text(N_("Try the form")), page.title);
    page.main.add(web::warning(words, words.error(mistakes.front().error)));
    return web::Response::page(web::layout(page), 400);
  }
  // A name that no other form has, here or in another window.
  const auto tried = schema::TriedForm::make("try" + crypto::random_id<EntryId>().text(), draft->form);
  if (!tried) return web::error_page(visit, tried.error());
  const schema::EntryType& type = tried->form().type();
  const bool posted = visit.request.method == web::Method::post;
  web::FieldErrors errors;
  Html result;
  if (posted) {
    const auto message = tried->form().new_message();
    errors = schema::parse_form(visit.request.form, *message);
    Html values = values_of(words, *message);
    if (values.is_empty()) values = web::paragraph(words.text(N_("Nothing.")));
    result = el("section", {{"aria-labelledby", "kept"}}, web::subheading(words.text(N_("This would be kept")), "kept"), values);
  }
  web::Labels labels;
  add_labels(labels, words, *type.descriptor);
  page.wrong = !errors.empty();
  page.main = web::error_summary(words, errors, labels);
  page.main.add(web::heading(words.text(N_("Try the form")), page.title));
  page.main.add(web::paragraph(words.text(N_("So it will look. Whatever you type here is kept nowhere."))));
  page.main.add(result);
  if (!type.help.empty()) page.main.add(el("p", {{"class", "govuk-hint"}}, words.text(type.help.c_str())));
  page.main.add(web::post_form(visit.request.path, visit.csrf, fields_html(words, *type.descriptor, visit.request.form, errors),
                               web::actions(web::button(words.text(N_("See what would be kept"))), web::link(page.back, words.text(N_("Back to the questions"))))));
  return web::Response::page(web::layout(page), errors.empty() ? 200 : 400);
}

// Somebody was faster: their changes join the draft, which is shown before it may be put into use.
web::Response merged(const Desk& desk, const Visit& visit, FormDraft draft) {
  const Catalogue& words = visit.words;
  const auto state = desk.vault.directory();
  const auto found = state->forms().find(draft.form.name());
  const auto current = current_form(*state, draft.form.name());
  if (found == state->forms().end() || current == nullptr) return web::error_page(visit, Error(ErrorCode::conflict, "Somebody else changed this form a moment ago. Compare both and save what is right."));
  OwnFormDefinition began;
  if (draft.base > 0 && draft.base <= found->second.size()) {
    if (const auto base = form_of(found->second[draft.base - 1])) began = base->definition();
  }
  const OwnFormDefinition& theirs = current->definition();
  draft.form = rebase(began, theirs, draft.form);
  draft.base = version_of(*state, draft.form.name());
  if (const auto kept = keep_draft(desk, visit, draft); !kept) return web::error_page(visit, kept.error());
  const vault::FormVersion& last = found->second.back();
  web::Page page = visit.page(form_title(words, draft.form));
  page.back = form_address(draft.form.name());
  page.main = web::warning(words, words.text(N_("{1} put another version of this form into use, {2}. Nothing of yours is lost, and nothing of yours is in use yet."), {member_name(*state, last.author), words.moment(last.time)}));
  page.main.add(web::heading(page.title));
  page.main.add(web::subheading(words.text(N_("What the other version changed"))));
  page.main.add(bullets(form_changes(words, began, theirs)));
  page.main.add(web::subheading(words.text(N_("What yours would change now"))));
  page.main.add(bullets(form_changes(words, theirs, draft.form)));
  page.main.add(web::actions(web::button_link(page.back, words.text(N_("Look at both together")))));
  return web::Response::page(web::layout(page), 409);
}

web::Response use(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  auto draft = draft_in(desk, visit);
  if (!draft) return web::error_page(visit, draft.error());
  const std::string address = form_address(draft->form.name());
  const auto mistakes = schema::check_definition(draft->form);
  const bool empty = std::none_of(draft->form.fields().begin(), draft->form.fields().end(), [](const OwnField& field) { return !field.retired(); });
  if (!mistakes.empty() || (empty && !draft->form.retired())) {
    web::Page page = visit.page(form_title(words, draft->form));
    page.back = address;
    page.main = web::heading(words.text(N_("The form cannot be put into use yet")), page.title);
    std::vector<std::string> lines;
    if (empty) lines.emplace_back(words.text(N_("There is no question yet.")));
    for (const schema::FieldError& error : mistakes) {
      const std::string number = error.field.substr(0, error.field.find('-'));
      std::string about;
      for (const OwnField& field : draft->form.fields()) {
        if (std::to_string(field.number()) == number) about = field_title(words, field) + ": ";
      }
      lines.push_back(about + words.error(error.error));
    }
    page.main.add(bullets(lines));
    page.main.add(web::actions(web::button_link(address, words.text(N_("Back to the questions")))));
    return web::Response::page(web::layout(page), 400);
  }
  const auto current = current_form(*desk.vault.directory(), draft->form.name());
  if (current != nullptr && schema::serialise(current->definition()) == schema::serialise(draft->form)) {
    if (const auto gone = drop_draft(desk, visit, draft->form.name()); !gone) return web::error_page(visit, gone.error());
    return web::Response::redirect(address, N_("Nothing was changed."));
  }
  if (version_of(*desk.vault.directory(), draft->form.name()) != draft->base) return merged(desk, visit, *draft);
  const auto done = put_into_use(desk.vault, visit.keyring, {*draft});
  if (!done && done.error().code == ErrorCode::conflict) return merged(desk, visit, *draft);
  if (!done) return web::error_page(visit, done.error());
  if (const auto gone = drop_draft(desk, visit, draft->form.name()); !gone) return web::error_page(visit, gone.error());
  return web::Response::redirect(address, N_("In use. Whoever may write into that part of a case finds it there."));
}

web::Response drop_page(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto draft = draft_in(desk, visit);
  if (!draft) return web::error_page(visit, draft.error());
  web::Page page = visit.page(std::string(words.text(draft->base == 0 ? N_("Throw this form away?") : N_("Throw the changes away?"))));
  page.back = form_address(draft->form.name());
  web::Confirm question;
  question.question = page.title;
  question.explanation = std::string(words.text(N_("What is in use stays as it is.")));
  question.action = visit.request.path;
  question.csrf = visit.csrf;
  question.yes = std::string(words.text(N_("Throw away")));
  question.back = page.back;
  page.main = web::confirm(words, question);
  return web::Response::page(web::layout(page));
}

web::Response drop(const Desk& desk, const Visit& visit) {
  const auto draft = draft_in(desk, visit);
  if (!draft) return web::error_page(visit, draft.error());
  if (const auto gone = drop_draft(desk, visit, draft->form.name()); !gone) return web::error_page(visit, gone.error());
  return web::Response::redirect(draft->base == 0 ? kFormsAddress : form_address(draft->form.name()), N_("Thrown away."));
}

web::Response history_page(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto state = desk.vault.directory();
  const auto found = state->forms().find(std::string_view(visit.parameters.at("form")));
  const auto current = current_form(*state, visit.parameters.at("form"));
  if (found == state->forms().end() || current == nullptr) return no_page(visit);
  web::Page page = visit.page(form_title(words, current->definition()));
  page.back = form_address(found->first);
  page.main = web::heading(words.text(N_("Earlier versions, and who made them")), page.title);
  for (std::size_t i = found->second.size(); i-- > 0;) {
    const vault::FormVersion& version = found->second[i];
    page.main.add(web::subheading(words.text(N_("Version {1}"), {std::to_string(version.version)})));
    page.main.add(el("p", {{"class", "arasha-quiet"}}, member_name(*state, version.author), ", ", words.moment(version.time)));
    const auto form = form_of(version);
    const auto before = i == 0 ? nullptr : form_of(found->second[i - 1]);
    if (form == nullptr) page.main.add(web::paragraph(words.text(N_("Of a newer program"))));
    else page.main.add(bullets(form_changes(words, before == nullptr ? OwnFormDefinition() : before->definition(), form->definition())));
  }
  return web::Response::page(web::layout(page));
}

}  // namespace

web::Response for_stewards(const Desk& desk, const Visit& visit, DeskPage page) {
  if (may_make_forms(*desk.vault.directory(), visit.keyring.member())) return page(desk, visit);
  return web::error_page(visit, Error(ErrorCode::denied, "You may not do this. Ask a steward."));
}

std::string form_address(std::string_view name) {
  std::string out(kFormsAddress);
  out += "/form/";
  out += name;
  return out;
}

Result<FormDraft> draft_in(const Desk& desk, const Visit& visit) {
  const std::string& name = visit.parameters.at("form");
  if (!schema::is_form_name(name)) return Error(ErrorCode::not_found, "There is no such page.");
  return draft_of_form(desk, visit, name);
}

std::string form_title(const Catalogue& words, const OwnFormDefinition& form) {
  const std::string out = schema::in_language(form.title(), words.language());
  return out.empty() ? form.name() : out;
}

std::string field_title(const Catalogue& words, const OwnField& field) {
  const std::string out = schema::in_language(field.label(), words.language());
  return out.empty() ? words.text(N_("Question {1}"), {std::to_string(field.number())}) : out;
}

web::Response edit_page(const Visit& visit, const EditPage& edit) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(edit.title);
  page.back = edit.back;
  page.wrong = !edit.errors.empty();
  web::Labels labels;
  add_labels(labels, words, edit.descriptor);
  page.main = web::error_summary(words, edit.errors, labels);
  page.main.add(web::heading(page.title));
  page.main.add(edit.notice);
  Html fields = el("button", {{"class", "govuk-visually-hidden"}, {"type", "submit"}, {"tabindex", "-1"}, {"aria-hidden", "true"}}, words.text(N_("Save")));
  for (const schema::FormField& field : schema::form_fields(edit.descriptor)) {
    if (std::find(edit.without.begin(), edit.without.end(), field.name) != edit.without.end()) continue;
    fields.add(web::form_field(words, field, field.name, edit.typed, edit.errors));
  }
  fields.add(edit.more);
  fields.add(web::actions(web::button(words.text(N_("Save"))), web::link(page.back, words.text(N_("Cancel")))));
  page.main.add(web::post_form(visit.request.path, visit.csrf, fields));
  return web::Response::page(web::layout(page), edit.errors.empty() ? 200 : 400);
}

void add_own_form_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/settings/forms", steward_page<list_page>);
  on_get(site, desk, "/settings/forms/form/{form}", steward_page<form_page>);
  on_post(site, desk, "/settings/forms/form/{form}/order", steward_page<order>);
  on_get(site, desk, "/settings/forms/form/{form}/try", steward_page<try_page>);
  on_post(site, desk, "/settings/forms/form/{form}/try", steward_page<try_page>);
  on_post(site, desk, "/settings/forms/form/{form}/use", steward_page<use>);
  on_get(site, desk, "/settings/forms/form/{form}/drop", steward_page<drop_page>);
  on_post(site, desk, "/settings/forms/form/{form}/drop", steward_page<drop>);
  on_get(site, desk, "/settings/forms/form/{form}/history", steward_page<history_page>);
  add_own_field_pages(site, desk);
  add_own_file_pages(site, desk);
}

}  // namespace arasha::casework

// The papers of a case: the list of them, a page for each on which its parts are chosen and looked at, and the making.
//
// The order of making: what was chosen is checked; where somebody outside receives it, decide() is asked and what is given
// is written; the paper itself is written into the case; the reading is recorded as printed; only then it is made.
#include "casework/letters/pages.h"

#include <algorithm>

#include "casework/consent/giving.h"
#include "casework/consent/pages.h"
#include "casework/consent/panels.h"
#include "casework/consent/rules.h"
#include "casework/consent/words.h"
#include "casework/letters/compose.h"
#include "casework/letters/gather.h"
#include "casework/letters/kinds.h"
#include "paper/printable.h"
#include "paper/typeset.h"
#include "schema/vocabulary.h"
#include "web/paper_page.h"

namespace arasha::casework {
namespace {

std::string papers_address(FileId file) { return "/case/" + file.text() + "/papers"; }

// A case in which this member works.
Result<CaseView> open_for_papers(const Desk& desk, const Visit& visit, bool printing) {
  const Error missing(ErrorCode::not_found, "There is no such page.");
  const auto file = file_of(visit);
  if (!file || !desk.vault.may_open(visit.keyring, *file, ASSISTANCE)) return missing;
  return open_case_view(desk, visit, *file, printing);
}

// --- The list

Html made_before(const Visit& visit, const vault::Directory& state, const Story& story) {
  const Catalogue& words = visit.words;
  const auto all = story.all<PaperMade>();
  if (all.empty()) return {};
  web::Table table(words, words.text(N_("Papers that were made")), {{N_("Kind of paper")}, {N_("Date")}, {N_("Language")}, {N_("To whom")}, {N_("What went along")}, {N_("Made by")}}, all.size());
  for (auto one = all.rbegin(); one != all.rend(); ++one) {
    const auto* paper = (*one)->as<PaperMade>();
    table.row();
    table.cell(label(words, "paper_kind", paper->kind()));
    table.cell(date_label(words, paper->date()));
    table.cell(label(words, "paper_language", paper->language()));
    table.cell(paper->recipient());
    table.cell(group_names(words, {paper->groups().begin(), paper->groups().end()}));
    table.cell(author_name(state, (*one)->first()));
  }
  Html out = web::subheading(words.text(N_("Made before")));
  out.add(std::move(table).html());
  return out;
}

web::Response list_page(const Desk& desk, const Visit& visit) {
  const auto view = open_for_papers(desk, visit, false);
  if (!view) return web::error_page(visit, view.error());
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("Letters and papers"))));
  page.back = "/case/" + view->file.text();
  page.main = web::heading(view->card.alias(), page.title);
  page.main.add(withheld_panel(visit, *view, today(desk)));
  Html items;
  for (const PaperKind& kind : paper_kinds()) {
    Html inside = el("h2", {{"class", "govuk-heading-s govuk-!-margin-bottom-1"}}, web::link(papers_address(view->file) + "/" + kind.code, words.text(kind.title)));
    inside.add(el("p", {{"class", "govuk-body govuk-!-margin-bottom-1"}}, words.text(kind.about)));
    if (const char* why = why_blocked(view->story, kind.code)) inside.add(el("p", {{"class", "govuk-body"}}, web::tag(web::Meaning::danger, words.text(N_("Closed"))), " ", words.text(why)));
    items.add(el("li", {{"class", "arasha-item"}}, inside));
  }
  page.main.add(el("ul", {{"class", "arasha-items"}}, items));
  page.main.add(web::hint(words.text(N_("Every paper is written into the case and into the reading record. The address of the shelter stands on none of them."))));
  page.main.add(made_before(visit, *desk.vault.directory(), view->story));
  return web::Response::page(web::layout(page));
}

// --- The form

struct Form {
  const CaseView& view;
  const PaperKind& kind;
  const PaperMade& wish;
  const schema::FormData& typed;
  const web::FieldErrors& errors;
  Html notice = {};
  int status = 200;
};

bool is_asked_for(const PaperKind& kind, std::string_view name) {
  return std::any_of(kind.fields.begin(), kind.fields.end(), [&](const char* one) { return name == one; });
}
// Without which such a paper is refused; so the form does not call it optional.
bool is_needed(const PaperKind& kind, std::string_view name) {
  if (kind.code == std::string_view("act")) return name != "project" && name != "purpose" && name != "recipient" && name != "with_name";
  return name != "why" && name != "address" && name != "head";
}

Html group_field(const Catalogue& words, const Material& material, const schema::FormField& field, const schema::FormData& typed, const web::FieldErrors& errors) {
  web::ChoiceField groups{.name = field.name, .label = std::string(words.text(field.label.c_str())), .hint = std::string(words.text(field.help.c_str())), .choices = {}, .kind = web::ChoiceKind::checkboxes};
  for (const schema::Option& option : schema::options_of(field.vocabulary, words)) {
    if (!fits_on_paper(option.code)) continue;
    const bool empty = blocks_of_group(words, material, option.code).empty();
    groups.choices.push_back({option.code, option.label, empty ? std::string(words.text(N_("Nothing is recorded that you may open."))) : std::string()});
  }
  for (const std::string_view one : typed.all(field.name)) groups.chosen.emplace_back(one);
  return web::choice_field(words, groups, errors);
}

Html part_field(const Catalogue& words, const Material& material, const PaperKind& kind, const schema::FormData& typed, const web::FieldErrors& errors) {
  web::ChoiceField parts{.name = "parts", .label = std::string(words.text(N_("Parts"))), .choices = {}, .kind = web::ChoiceKind::checkboxes, .optional = kind.code != std::string_view("summary")};
  for (const char* part : kind.parts) {
    if (blocks_of_part(words, material, part).empty()) continue;  // closed to this member, or nothing there
    parts.choices.push_back({part, label(words, "paper_part", part)});
  }
  if (parts.choices.empty()) return {};
  for (const std::string_view one : typed.all("parts")) parts.chosen.emplace_back(one);
  return web::choice_field(words, parts, errors);
}

// What colleagues wrote freely: only a person can see what of it tells about somebody else.
Html leave_out_field(const Catalogue& words, const Material& material, const schema::FormData& typed) {
  constexpr std::size_t kShown = 90;
  web::ChoiceField field{.name = "leave", .label = std::string(words.text(N_("Leave out, for it tells about somebody else"))), .hint = std::string(words.text(N_("Names and numbers of relatives, of those to be feared and of colleagues outside are left out by themselves. Read the free texts below.")) ), .choices = {}, .kind = web::ChoiceKind::checkboxes, .optional = true};
  for (const Item* item : free_texts(material)) {
    const schema::EntryType* type = schema::entry_type(item->type);
    std::string begin;
    for (const paper::Value& value : values_on_paper(words, *item->latest().message).rows) {
      if (value.text.size() > begin.size()) begin = value.text;
    }
    std::size_t cut = std::min(begin.size(), kShown);
    while (cut < begin.size() && (static_cast<unsigned char>(begin[cut]) & 0xc0U) == 0x80U) ++cut;
    if (cut < begin.size()) begin = begin.substr(0, cut) + " …";
    field.choices.push_back({item->first().id.text(), std::string(words.text(type->title.c_str())) + ", " + words.moment(item->first().time), begin});
  }
  if (field.choices.empty()) return {};
  for (const std::string_view one : typed.all("leave")) field.chosen.emplace_back(one);
  return web::choice_field(words, field);
}

// The answers of the person that a letter can rest on: each fills the form.
Html agreed(const Visit& visit, const Form& form, Date day) {
  if (!is_asked_for(form.kind, "groups")) return {};
  const Catalogue& words = visit.words;
  Html items;
  for (const StandingConsent& one : standing_consents(form.view.story, day)) {
    const bool fits = form.kind.code == std::string_view("travel") ? one.consent->purpose() == "embassy" : goes_outside(one.consent->purpose());
    if (one.state != ConsentState::given || !fits) continue;
    const std::string text = one.consent->recipient() + " – " + label(words, "consent_purpose", one.consent->purpose());
    items.add(el("li", {}, web::link(papers_address(form.view.file) + "/" + form.kind.code + "?from=" + one.item->latest().id.text(), text), ": ", group_names(words, one.groups)));
  }
  if (items.is_empty()) return web::paragraph(words.text(N_("The person has agreed to no recipient yet. Ask first, and write the answer down.")), " ",
                                              web::link("/file/" + form.view.file.text() + "/add/Consent?case=" + form.view.file.text(), words.text(N_("Write down a new answer of the person"))));
  return el("div", {}, web::paragraph(words.text(N_("The person agreed to these; choose one to fill the form:"))), el("ul", {{"class", "govuk-list govuk-list--bullet"}}, items));
}

Html submit(std::string_view as, std::string_view text, const char* classes) {
  return el("button", {{"class", classes}, {"type", "submit"}, {"name", "as"}, {"value", std::string(as)}}, text);
}

web::Response form_page(const Desk& desk, const Visit& visit, const Form& form) {
  const Catalogue& words = visit.words;
  const auto gathered = gather(desk, visit, form.view, form.wish, false);
  if (!gathered) return web::error_page(visit, gathered.error());
  const Material& material = gathered->material;
  web::Page page = visit.page(std::string(words.text(form.kind.title)));
  page.back = papers_address(form.view.file);
  page.wrong = !form.errors.empty();
  web::Labels labels;
  add_labels(labels, words, *PaperMade::descriptor());
  page.main = web::error_summary(words, form.errors, labels);
  page.main.add(web::heading(form.view.card.alias(), page.title));
  page.main.add(web::hint(words.text(form.kind.about)));
  if (const char* why = why_blocked(form.view.story, form.kind.code)) {
    page.main.add(web::warning(words, words.text(why)));
    return web::Response::page(web::layout(page), form.status);
  }
  page.main.add(form.notice);
  if (outflow_of(form.wish) || is_asked_for(form.kind, "recipient")) page.main.add(withheld_panel(visit, form.view, material.day));
  page.main.add(agreed(visit, form, material.day));
  Html fields = once_field(form.typed);
  const auto given = EntryId::from_text(form.typed.get("once-given"));
  fields.add(web::hidden("once-given", (given ? *given : crypto::random_id<EntryId>()).text()));
  for (const char* name : form.kind.fields) {
    schema::FormField field = field_named(*PaperMade::descriptor(), name);
    field.required = is_needed(form.kind, name);
    fields.add(field.name == "groups" ? group_field(words, material, field, form.typed, form.errors) : web::form_field(words, field, field.name, form.typed, form.errors));
  }
  if (!form.kind.parts.empty()) fields.add(part_field(words, material, form.kind, form.typed, form.errors));
  if (form.kind.code == std::string_view("own_copy")) fields.add(leave_out_field(words, material, form.typed));
  fields.add(web::actions(submit("preview", words.text(N_("Show what goes in")), "govuk-button govuk-button--secondary"), submit("pdf", words.text(N_("Make the PDF")), "govuk-button"),
                          submit("page", words.text(N_("Make a page for printing")), "govuk-button govuk-button--secondary"), web::link(page.back, words.text(N_("Cancel")))));
  page.main.add(kept_form(papers_address(form.view.file) + "/" + form.kind.code, visit.csrf, fields));
  if (form.errors.empty()) {
    const auto language = language_from_code(form.wish.language());
    const Catalogue& theirs = Catalogue::of(language ? *language : words.language());
    const std::string strange = paper::not_printable(person_of(theirs, material) + form.wish.why() + form.wish.recipient() + form.wish.address());
    page.main.add(web::subheading(words.text(N_("What goes in")), "preview"));
    if (!strange.empty()) page.main.add(web::warning(words, words.text(N_("These letters cannot stand on the PDF: {1}. Write the word in another alphabet too, or use the page for printing."), {strange})));
    page.main.add(el("section", {{"aria-labelledby", "preview"}, {"class", "arasha-paper-frame"}, {"tabindex", "0"}}, web::paper_html(compose(theirs, form.wish, material), 3)));
  }
  return web::Response::page(web::layout(page), form.status);
}

// --- What was chosen

const char* usual_language(const Visit& visit, const CaseView& view, const PaperKind& kind) {
  // What the person keeps, or signs, stands in the person's language where we have it.
  if (view.identity != nullptr && (kind.code == std::string_view("own_copy") || kind.code == std::string_view("plan"))) {
    for (const std::string& language : view.identity->languages()) {
      if (language == "kk" || language == "kaz") return "kk";
      if (language == "ru" || language == "rus") return "ru";
      if (language == "en" || language == "eng") return "en";
    }
  }
  return code(visit.words.language()).data();
}

schema::FormData begin(const Desk& desk, const Visit& visit, const CaseView& view, const PaperKind& kind) {
  const auto from = EntryId::from_text(visit.request.query.get("from"));
  if (!from) {
    schema::FormData draft = draft_of(desk, visit);
    if (!draft.fields().empty()) return draft;
  }
  PaperMade wish;
  wish.set_language(usual_language(visit, view, kind));
  wish.set_kind(kind.code);
  wish.set_head(is_neutral(wish) ? "neutral" : "own");
  if (kind.code == std::string_view("act")) {
    const Date day = today(desk);
    wish.set_from(to_iso(Date(day.year(), day.month(), std::chrono::day(1))));
    wish.set_until(to_iso(day));
    wish.set_with_name("alias");
    if (const auto* last = view.story.last<ServiceGiven>()) wish.set_funding(last->funding());
  }
  if (kind.code == std::string_view("certificate")) {
    wish.add_says("period");
    wish.add_says("services");
  }
  for (const char* part : kind.chosen) wish.add_parts(part);
  if (const Item* item = from ? view.story.find(*from) : nullptr) {
    for (const StandingConsent& one : standing_consents(view.story, today(desk))) {
      if (one.item != item) continue;
      wish.set_purpose(one.consent->purpose());
      wish.set_recipient(one.consent->recipient());
      for (const std::string& group : one.groups) {
        if (fits_on_paper(group)) wish.add_groups(group);
      }
    }
  }
  return schema::to_form(wish);
}

// Only what this kind of paper asks for; the rest is the program's.
PaperMade wish_of(const Desk& desk, const PaperKind& kind, const schema::FormData& typed, web::FieldErrors& errors) {
  PaperMade wish;
  for (schema::FieldError& error : schema::parse_form(typed, wish)) {
    if (is_asked_for(kind, error.field) || (error.field == "parts" && !kind.parts.empty())) errors.push_back(std::move(error));
  }
  for (const schema::FormField& field : schema::form_fields(*PaperMade::descriptor())) {
    const bool keep = is_asked_for(kind, field.name) || (field.name == "parts" && !kind.parts.empty());
    if (!keep) PaperMade::GetReflection()->ClearField(&wish, field.descriptor);
  }
  wish.set_kind(kind.code);
  wish.set_date(to_iso(today(desk)));
  if (kind.code == std::string_view("own_copy")) {
    for (const std::string_view one : typed.all("leave")) {
      if (EntryId::from_text(one)) wish.add_left_out(std::string(one));
    }
  }
  return wish;
}

web::Response show_form(const Desk& desk, const Visit& visit) {
  const PaperKind* kind = paper_kind(visit.parameters.at("kind"));
  if (kind == nullptr) return no_page(visit);
  const auto view = open_for_papers(desk, visit, false);
  if (!view) return web::error_page(visit, view.error());
  const schema::FormData typed = begin(desk, visit, *view, *kind);
  web::FieldErrors ignored;
  const PaperMade wish = wish_of(desk, *kind, typed, ignored);
  return form_page(desk, visit, {*view, *kind, wish, typed, {}});
}

// --- Making

// Writes what is given to somebody outside and the paper itself; answers how it was refused.
Result<void> record(const Desk& desk, const Visit& visit, const CaseView& view, PaperMade& wish) {
  if (const auto outflow = outflow_of(wish)) {
    Shared shared;
    shared.set_date(wish.date());
    shared.set_purpose(outflow->purpose);
    shared.set_recipient(outflow->recipient);
    shared.mutable_groups()->Assign(outflow->groups.begin(), outflow->groups.end());
    shared.set_how("paper");
    shared.set_details(schema::label_of("paper_kind", wish.kind(), visit.words));
    const auto once = EntryId::from_text(visit.request.form.get("once-given"));
    TRY(given, record_given(desk.vault, visit.keyring, view.file, view.story, shared, once ? *once : EntryId()));
    wish.set_given(given.text());
  }
  TRY(made, Cases(desk.vault).add(visit.keyring, view.file, wish, once_of<EntryId>(visit)));
  static_cast<void>(made);
  return {};
}

web::Response make(const Desk& desk, const Visit& visit) {
  const PaperKind* kind = paper_kind(visit.parameters.at("kind"));
  if (kind == nullptr) return no_page(visit);
  auto view = open_for_papers(desk, visit, false);
  if (!view) return web::error_page(visit, view.error());
  const schema::FormData& typed = visit.request.form;
  web::FieldErrors errors;
  PaperMade wish = wish_of(desk, *kind, typed, errors);
  check_paper(view->story, wish, today(desk), errors);
  if (!errors.empty()) return form_page(desk, visit, {*view, *kind, wish, typed, errors, {}, 400});
  if (const auto outflow = outflow_of(wish)) {
    const auto age = age_of_person(desk.vault, visit.keyring, view->story, today(desk));
    if (!age) return web::error_page(visit, age.error());
    const Decision decision = decide(view->story, *outflow, *age, today(desk));
    if (!decision.permitted()) {
      const std::string field = field_of(decision.refusal);
      errors.push_back({is_asked_for(*kind, field) ? field : "with_name", Error(ErrorCode::denied, sentence_of(decision.refusal))});
      return form_page(desk, visit, {*view, *kind, wish, typed, errors, ways_out(visit, view->file, decision), 400});
    }
  }
  const std::string_view as = typed.get("as");
  if (as != "pdf" && as != "page") return form_page(desk, visit, {*view, *kind, wish, typed, {}});

  if (const auto recorded = record(desk, visit, *view, wish); !recorded) return web::error_page(visit, recorded.error());
  // The readings are recorded as printed; what is read now is what stands on the paper.
  view = open_for_papers(desk, visit, true);
  if (!view) return web::error_page(visit, view.error());
  const auto gathered = gather(desk, visit, *view, wish, true);
  if (!gathered) return web::error_page(visit, gathered.error());
  const paper::Document document = compose(Catalogue::of(*language_from_code(wish.language())), wish, gathered->material);
  if (as == "page") {
    static_cast<void>(desk.vault.drop_draft(visit.keyring, visit.request.path));
    return web::Response::page(web::paper_page(document));
  }
  auto made = paper::typeset(document);
  if (!made) return web::error_page(visit, made.error());
  static_cast<void>(desk.vault.drop_draft(visit.keyring, visit.request.path));
  return web::Response::download("paper-" + wish.date() + ".pdf", "application/pdf", std::move(made->pdf));
}

}  // namespace

void add_letter_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/case/{file}/papers", list_page);
  on_get(site, desk, "/case/{file}/papers/{kind}", show_form);
  on_post(site, desk, "/case/{file}/papers/{kind}", make);
}

}  // namespace arasha::casework

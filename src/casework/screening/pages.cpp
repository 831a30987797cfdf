// Screening: choosing a list, answering its questions, and what they advise. Nobody is decided on here: the
// advice page leads to the form in which a person records her decision.
#include <algorithm>
#include <array>

#include "casework/differences.h"
#include "casework/rules.h"
#include "casework/screening/link.h"
#include "casework/screening/pack_lists.h"
#include "casework/screening/rules.h"
#include "casework/screening/words.h"
#include "casework/services/norms.h"
#include "casework/timeline.h"

namespace arasha::casework {
namespace {

constexpr std::array kAsked = {"date", "asked", "language", "interpreter",
                               "note"};  // the fields beside the questions

const char* word_of(Profile profile) {
  return profile == Profile::child ? "child" : "adult";
}
std::optional<Profile> profile_from(std::string_view word) {
  if (word == "child") return Profile::child;
  return word == "adult" ? std::optional(Profile::adult) : std::nullopt;
}

std::string question_name(const Indicator& indicator) {
  return std::string("q-") + indicator.code;
}

// The case's file, when this member works in it.
std::optional<FileId> writable_case(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  if (!file) return std::nullopt;
  const auto readers = readers_of(desk.vault, *file, ASSISTANCE);
  return readers && readers->exists && may_write(desk, visit, *file, ASSISTANCE) ? file : std::nullopt;
}

std::string base_address(FileId file) {
  return "/file/" + file.text() + "/screening/";
}

// --- Which list, and for whom

bool is_known_child(const Desk& desk, const Visit& visit, FileId file) {
  Cases cases(desk.vault);
  const auto story = cases.read(visit.keyring, file);
  const auto* opened = story ? story->last<CaseOpened>() : nullptr;
  const auto person = FileId::from_text(opened == nullptr ? std::string() : opened->person());
  if (!person || !desk.vault.may_open(visit.keyring, *person, IDENTITY)) return false;
  const auto who = cases.read(visit.keyring, *person);
  const auto* identity = who ? who->last<Identity>() : nullptr;
  return identity != nullptr && is_minor(*identity, today(desk));
}

// The international lists, and the criteria of the country pack in their version of today.
std::vector<ListRef> lists_on(const Desk& desk) {
  std::vector<ListRef> out;
  for (const ScreeningList* one : screening_lists()) out.push_back(built_in(*one));
  for (ListRef& one : pack_lists(norms_of(desk), today(desk))) out.push_back(std::move(one));
  return out;
}

ListRef list_today(const Desk& desk, std::string_view code) {
  for (ListRef& one : lists_on(desk)) {
    if (code == one->code) return std::move(one);
  }
  return nullptr;
}

web::Response choose_page(const Desk& desk, const Visit& visit, FileId file, const std::string& list,
                          const std::string& profile, const web::FieldErrors& errors) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(schema::entry_type_of<Screening>().title.c_str())));
  page.back = "/case/" + file.text();
  page.wrong = !errors.empty();
  page.main = web::error_summary(words, errors);
  page.main.add(web::heading(page.title));
  page.main.add(web::hint(words.text(schema::entry_type_of<Screening>().help.c_str())));
  web::ChoiceField lists{"list", std::string(words.text(N_("Which list"))), {}, {}};
  for (const ListRef& one : lists_on(desk)) {
    std::string help(one->checklist == nullptr ? words.text(one->help) : words.text(N_("Criteria of your country's norms.")));
    if (is_unverified(*one)) help += " " + std::string(words.text(N_("Not verified: nobody compared this list with the text of the act yet.")));
    lists.choices.push_back({one->code, text_of(words, *one) + ", " + date_label(words, one->version), std::move(help)});
  }
  lists.chosen = {list};
  web::ChoiceField age{
      "profile", std::string(words.text(N_("How old was the person when it happened"))), {}, {}};
  age.hint = std::string(
      words.text(N_("If it is not clear and the person may have been a child, choose under eighteen.")));
  age.choices = {{"adult", std::string(words.text(N_("Eighteen or older"))), {}},
                 {"child", std::string(words.text(N_("Under eighteen"))), {}}};
  age.chosen = {profile};
  page.main.add(web::post_form(
      visit.request.path, visit.csrf, web::choice_field(words, lists, errors),
      web::choice_field(words, age, errors),
      web::actions(web::button(words.text(N_("Continue"))), web::link(page.back, words.text(N_("Cancel"))))));
  return web::Response::page(web::layout(page), errors.empty() ? 200 : 400);
}

web::Response choose(const Desk& desk, const Visit& visit) {
  const auto file = writable_case(desk, visit);
  if (!file) return no_page(visit);
  return choose_page(desk, visit, *file, kLabourList, is_known_child(desk, visit, *file) ? "child" : "", {});
}

web::Response chosen(const Desk& desk, const Visit& visit) {
  const auto file = writable_case(desk, visit);
  if (!file) return no_page(visit);
  const std::string list(visit.request.form.get("list"));
  const std::string profile(visit.request.form.get("profile"));
  web::FieldErrors errors;
  if (list_today(desk, list) == nullptr)
    errors.push_back({"list", Error(ErrorCode::invalid_input, "Choose one of the answers in the list.")});
  if (!profile_from(profile))
    errors.push_back({"profile", Error(ErrorCode::invalid_input, "Choose one of the answers in the list.")});
  if (!errors.empty()) return choose_page(desk, visit, *file, list, profile, errors);
  return web::Response::redirect(base_address(*file) + "new/" + list + "/" + profile);
}

// --- The questions

struct Questions {
  FileId file;
  const ScreeningList& list;
  Profile profile;
  const schema::FormData& typed;
  web::FieldErrors errors;
  std::string action;
  std::string other_profile;  // address of the same questions for the other age
  std::string back;
  Html notice = {};
  int status = 200;
};

web::Labels labels_of(const Catalogue& words, const ScreeningList& list) {
  web::Labels out;
  for (const Indicator& one : list.indicators) out[question_name(one)] = text_of(words, one);
  return out;
}

Html dimension_html(const Catalogue& words, const Questions& questions, const Dimension& dimension) {
  const auto indicators = indicators_of(questions.list, dimension.code, questions.profile);
  if (indicators.empty()) return {};
  Html out = web::subheading(text_of(words, dimension), std::string("part-") + dimension.code);
  if (dimension.hint[0] != '\0') out.add(web::hint(words.text(dimension.hint)));
  for (const Indicator* one : indicators) {
    web::ChoiceField field{question_name(*one), text_of(words, *one), {}, {}};
    field.choices = {{"yes", std::string(words.text(N_("Yes"))), {}},
                     {"no", std::string(words.text(N_("No"))), {}},
                     {"none", std::string(words.text(N_("Not asked"))), {}}};
    const std::string_view typed = questions.typed.get(field.name);
    field.chosen = {typed.empty() ? "none" : std::string(typed)};
    out.add(web::choice_field(words, field, questions.errors));
  }
  return el("section",
            {{"class", "arasha-questions"}, {"aria-labelledby", std::string("part-") + dimension.code}}, out);
}

web::Response questions_page(const Visit& visit, const Questions& questions) {
  const Catalogue& words = visit.words;
  const ScreeningList& list = questions.list;
  web::Page page = visit.page(text_of(words, list));
  page.back = questions.back;
  page.wrong = !questions.errors.empty();
  page.main = web::error_summary(words, questions.errors, labels_of(words, list));
  page.main.add(web::heading(words.text(schema::entry_type_of<Screening>().title.c_str()), page.title));
  const bool child = questions.profile == Profile::child;
  const std::string_view age =
      words.text(child ? N_("For somebody who was under eighteen when it happened.")
                       : N_("For somebody who was eighteen or older when it happened."));
  page.main.add(web::paragraph(
      age, " ",
      web::link(questions.other_profile, words.text(child ? N_("Use the questions for adults")
                                                          : N_("Use the questions for children")))));
  page.main.add(web::paragraph(words.text(
      N_("Ask only what the person is ready to tell. What stays “not asked” can be answered another day."))));
  page.main.add(el("p", {{"class", "govuk-hint"}, {"id", "version"}, {"tabindex", "-1"}},
                   words.text(N_("Source: {1}. Version {2}."), {source_of(words, list), date_label(words, list.version)})));
  if (is_unverified(list)) page.main.add(web::warning(words, words.text(N_("Not verified: nobody compared this list with the text of the act yet."))));
  page.main.add(questions.notice);
  Html fields = once_field(questions.typed);
  fields.add(web::hidden("version", list.version));
  const auto add = [&](std::string_view name) {
    const schema::FormField field = field_named(*Screening::descriptor(), name);
    fields.add(web::form_field(words, field, field.name, questions.typed, questions.errors));
  };
  for (const char* name : {"date", "asked", "language", "interpreter"}) add(name);
  for (const Dimension& dimension : list.dimensions) fields.add(dimension_html(words, questions, dimension));
  add("note");
  fields.add(web::actions(web::button(words.text(N_("Save and show the advice"))),
                          web::link(questions.back, words.text(N_("Cancel")))));
  page.main.add(kept_form(questions.action, visit.csrf, fields));
  return web::Response::page(web::layout(page), questions.status);
}

// Only what people fill in: a posted result or list is not listened to.
schema::FormData own_fields(const schema::FormData& form) {
  schema::FormData out;
  for (const auto& [name, value] : form.fields()) {
    for (const std::string_view field : kAsked) {
      if (name == field ||
          (field == "date" && (name == "date-day" || name == "date-month" || name == "date-year")))
        out.add(name, value);
    }
  }
  return out;
}

// The answers of the form. A name twice, a word that is no answer, a question of another list: refused.
Answers read_answers(const schema::FormData& form, const ScreeningList& list, Profile profile,
                     web::FieldErrors& errors) {
  Answers out;
  for (const Indicator& one : list.indicators) {
    if (weight_of(one, profile) == Weight::none) continue;
    const std::string name = question_name(one);
    const auto values = form.all(name);
    if (values.size() > 1)
      errors.push_back({name, Error(ErrorCode::invalid_input, "Choose only one answer.")});
    if (values.size() != 1 || values[0].empty() || values[0] == "none") continue;
    if (values[0] == "yes")
      out.yes.emplace_back(one.code);
    else if (values[0] == "no")
      out.no.emplace_back(one.code);
    else
      errors.push_back({name, Error(ErrorCode::invalid_input, "Choose one of the answers in the list.")});
  }
  const bool foreign = std::any_of(form.fields().begin(), form.fields().end(), [&](const auto& field) {
    if (!field.first.starts_with("q-")) return false;
    const Indicator* indicator = list.find(std::string_view(field.first).substr(2));
    return indicator == nullptr || weight_of(*indicator, profile) == Weight::none;
  });
  if (foreign)
    errors.push_back(
        {"version", Error(ErrorCode::invalid_input,
                          "An answer does not belong to this list. Open the list anew and answer again.")});
  if (form.get("version") != list.version) {
    errors.push_back(
        {"version", Error(ErrorCode::invalid_input,
                          "This list has another version now. Look at the questions again and save.")});
  }
  return out;
}

Result<Screening> read_form(const schema::FormData& form, const ScreeningList& list, Profile profile,
                            web::FieldErrors& errors) {
  Screening out;
  errors = schema::parse_form(own_fields(form), out);
  const Answers answers = read_answers(form, list, profile, errors);
  TRY_VOID(put_answers(out, list, answers, profile));
  return out;
}

schema::FormData as_form(const Screening& screening) {
  schema::FormData out = own_fields(schema::to_form(screening));
  for (const std::string& code : screening.yes()) out.add("q-" + code, "yes");
  for (const std::string& code : screening.no()) out.add("q-" + code, "no");
  return out;
}

struct NewScreening {
  FileId file;
  ListRef list;
  Profile profile = Profile::adult;
  std::string address(Profile other) const {
    return base_address(file) + "new/" + list->code + "/" + word_of(other);
  }
};
std::optional<NewScreening> new_screening(const Desk& desk, const Visit& visit) {
  const auto file = writable_case(desk, visit);
  ListRef list = list_today(desk, visit.parameters.at("list"));
  const auto profile = profile_from(visit.parameters.at("profile"));
  if (!file || list == nullptr || !profile) return std::nullopt;
  return NewScreening{*file, std::move(list), *profile};
}

Profile other_than(Profile profile) {
  return profile == Profile::child ? Profile::adult : Profile::child;
}

web::Response ask(const Desk& desk, const Visit& visit) {
  const auto what = new_screening(desk, visit);
  if (!what) return no_page(visit);
  schema::FormData typed = draft_of(desk, visit);
  if (typed.fields().empty()) put_today(typed, "date", today(desk));
  return questions_page(visit, {what->file,
                                *what->list,
                                what->profile,
                                typed,
                                {},
                                visit.request.path,
                                what->address(other_than(what->profile)),
                                "/case/" + what->file.text()});
}

web::Response save(const Desk& desk, const Visit& visit) {
  const auto what = new_screening(desk, visit);
  if (!what) return no_page(visit);
  Cases cases(desk.vault);
  web::FieldErrors errors;
  const auto screening = read_form(visit.request.form, *what->list, what->profile, errors);
  if (!screening) return web::error_page(visit, screening.error());
  if (errors.empty()) {
    const auto story = cases.read(visit.keyring, what->file);
    if (!story) return web::error_page(visit, story.error());
    errors = check(*story, *screening, today(desk));
  }
  if (!errors.empty()) {
    return questions_page(visit, {what->file,
                                  *what->list,
                                  what->profile,
                                  visit.request.form,
                                  errors,
                                  visit.request.path,
                                  what->address(other_than(what->profile)),
                                  "/case/" + what->file.text(),
                                  {},
                                  400});
  }
  const auto added = cases.add(visit.keyring, what->file, *screening, once_of<EntryId>(visit));
  if (!added) return web::error_page(visit, added.error());
  static_cast<void>(desk.vault.drop_draft(visit.keyring, visit.request.path));
  return web::Response::redirect(base_address(what->file) + added->text(), N_("Saved."));
}

// --- What was saved: its advice, and answering again

struct Saved {
  FileId file;
  Story story;
  const Item* item = nullptr;
  const Screening* screening = nullptr;
  std::string address() const { return base_address(file) + item->latest().id.text(); }
};
Result<Saved> open_saved(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  const auto entry = EntryId::from_text(visit.parameters.at("entry"));
  const Error none(ErrorCode::not_found, "There is no such page.");
  if (!file || !entry) return none;
  Saved out;
  out.file = *file;
  TRY(story, Cases(desk.vault).read(visit.keyring, *file));
  out.story = std::move(story);
  out.item = out.story.find(*entry);
  out.screening = out.item == nullptr ? nullptr : out.item->as<Screening>();
  if (out.screening == nullptr) return none;
  return out;
}

web::Response advice_page(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto saved = open_saved(desk, visit);
  if (!saved) return web::error_page(visit, saved.error());
  const Screening& screening = *saved->screening;
  const ListRef list = list_of(screening);
  const std::string home = "/case/" + saved->file.text();
  web::Page page = visit.page(std::string(words.text(N_("What the screening advises"))));
  page.back = home;
  page.main = web::heading(words.text(schema::entry_type_of<Screening>().title.c_str()), page.title);
  page.main.add(web::inset(el("strong", {},
                              words.text(N_("Advice: {1} – the decision is a person's."),
                                         {label(words, "screening_result", screening.result())}))));
  Html reasons;
  for (const std::string& reason : screening.reasons())
    reasons.add(el("li", {}, reason_text(words, list.get(), reason)));
  page.main.add(web::subheading(words.text(N_("Why"))));
  page.main.add(el("ul", {{"class", "govuk-list govuk-list--bullet"}}, reasons));
  page.main.add(resting_lines(words, saved->file, saved->story, *saved->item));
  Html all = values_of(words, screening);
  all.add(history_of(visit, *desk.vault.directory(), *saved->item, false));
  page.main.add(web::details(words.text(N_("Everything that was answered")), all));
  Html ways;
  if (may_write(desk, visit, saved->file, ASSISTANCE)) {
    ways.add(web::button_link("/file/" + saved->file.text() + "/add/Identification?case=" +
                                  saved->file.text() + "&screening=" + saved->item->latest().id.text(),
                              words.text(N_("Record the decision"))));
    if (list_today(desk, screening.list()) != nullptr)
      ways.add(
          web::link(saved->address() + "/" + word_of(profile_of(screening)), words.text(N_("Answer again"))));
  }
  ways.add(web::link(home, words.text(N_("Back to the case"))));
  page.main.add(web::actions(ways));
  return web::Response::page(web::layout(page));
}

struct Again {
  ListRef list;
  Profile profile = Profile::adult;
};
// Always by the list as it is today: the earlier version keeps what it said.
std::optional<Again> again_of(const Desk& desk, const Visit& visit, const Saved& saved) {
  const auto profile = profile_from(visit.parameters.at("profile"));
  ListRef list = list_today(desk, saved.screening->list());
  if (!profile || list == nullptr || !may_write(desk, visit, saved.file, ASSISTANCE)) return std::nullopt;
  return Again{std::move(list), *profile};
}

Questions again_questions(const Saved& saved, const Again& again, const schema::FormData& typed,
                          const web::FieldErrors& errors) {
  // Against the newest version, so that an old link does not end in a conflict with oneself.
  return {saved.file,
          *again.list,
          again.profile,
          typed,
          errors,
          saved.address() + "/" + word_of(again.profile),
          saved.address() + "/" + word_of(other_than(again.profile)),
          saved.address()};
}

web::Response ask_again(const Desk& desk, const Visit& visit) {
  const auto saved = open_saved(desk, visit);
  if (!saved) return web::error_page(visit, saved.error());
  const auto again = again_of(desk, visit, *saved);
  if (!again) return no_page(visit);
  schema::FormData typed = draft_of(desk, visit);
  if (typed.fields().empty()) typed = as_form(*saved->screening);
  return questions_page(visit, again_questions(*saved, *again, typed, {}));
}

web::Response save_again(const Desk& desk, const Visit& visit) {
  auto saved = open_saved(desk, visit);
  if (!saved) return web::error_page(visit, saved.error());
  const auto again = again_of(desk, visit, *saved);
  if (!again) return no_page(visit);
  const EntryId seen = *EntryId::from_text(visit.parameters.at("entry"));
  web::FieldErrors errors;
  const auto screening = read_form(visit.request.form, *again->list, again->profile, errors);
  if (!screening) return web::error_page(visit, screening.error());
  if (errors.empty()) errors = check(saved->story, *screening, today(desk), seen);
  if (!errors.empty()) {
    Questions questions = again_questions(*saved, *again, visit.request.form, errors);
    questions.action = visit.request.path;
    questions.status = 400;
    return questions_page(visit, questions);
  }
  if (differences(*saved->screening, *screening, visit.words).empty())
    return web::Response::redirect(saved->address(), N_("Nothing was changed."));
  const auto corrected = Cases(desk.vault).correct(visit.keyring, saved->file, seen, *screening);
  if (!corrected && corrected.error().code == ErrorCode::conflict) {
    saved = open_saved(desk, visit);
    if (!saved) return web::error_page(visit, saved.error());
    Questions questions = again_questions(*saved, *again, visit.request.form, {});
    questions.notice = conflict_notice(desk, visit, *saved->item, *screening, corrected.error());
    questions.status = 409;
    return questions_page(visit, questions);
  }
  if (!corrected) return web::error_page(visit, corrected.error());
  static_cast<void>(desk.vault.drop_draft(visit.keyring, visit.request.path));
  return web::Response::redirect(base_address(saved->file) + corrected->text(),
                                 N_("Saved. The earlier version stays in the history."));
}

}  // namespace

std::string screening_address(FileId file, const Item& item) {
  const auto* screening = item.as<Screening>();
  return screening == nullptr
             ? std::string()
             : base_address(file) + item.latest().id.text() + "/" + word_of(profile_of(*screening));
}

void add_screening_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/file/{file}/add/Screening", choose);
  on_post(site, desk, "/file/{file}/add/Screening", chosen);
  on_get(site, desk, "/file/{file}/screening/new/{list}/{profile}", ask);
  on_post(site, desk, "/file/{file}/screening/new/{list}/{profile}", save);
  on_get(site, desk, "/file/{file}/screening/{entry}", advice_page);
  on_get(site, desk, "/file/{file}/screening/{entry}/{profile}", ask_again);
  on_post(site, desk, "/file/{file}/screening/{entry}/{profile}", save_again);
}

}  // namespace arasha::casework

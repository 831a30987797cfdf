// The pages of breaking the glass: asking for a file now, what was opened so, and the review.
#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "casework/oversight/glass.h"
#include "casework/oversight/pages.h"

namespace arasha::casework {
namespace {

constexpr std::size_t kLongestReason = 1'000;  // letters
constexpr int kMinutes[] = {30, 60, 120, 240, 480, 1440};

web::Response not_here(const Visit& visit) {
  return web::error_page(visit, Error(ErrorCode::denied, "Opening files in an emergency is switched off here, or you are not in the Emergency circle."));
}

std::vector<web::Choice> choices(const Catalogue& words, std::span<const Term> terms) {
  std::vector<web::Choice> out;
  for (const Term& term : terms) out.push_back({term.code, std::string(words.text(term.text))});
  return out;
}

bool is_term(std::span<const Term> terms, std::string_view code) {
  return std::any_of(terms.begin(), terms.end(), [&](const Term& term) { return code == term.code; });
}

std::vector<web::Choice> minute_choices(const Catalogue& words, int most) {
  std::vector<web::Choice> out;
  const auto add = [&](int minutes) {
    out.push_back({std::to_string(minutes), minutes % 60 == 0 ? words.plural("{1} hour", "{1} hours", minutes / 60) : words.plural("{1} minute", "{1} minutes", minutes)});
  };
  for (const int minutes : kMinutes) {
    if (minutes < most) add(minutes);
  }
  add(most);
  return out;
}

web::Response ask_page(const Desk& desk, const Visit& visit, const schema::FormData& typed, const web::FieldErrors& errors, int status = 200) {
  const Catalogue& words = visit.words;
  const auto state = desk.vault.directory();
  if (!may_break_glass(*state, visit.keyring.member())) return not_here(visit);
  const bool known = !typed.get("file").empty();
  web::Page page = visit.page(std::string(words.text(N_("I need this file now"))));
  page.back = "/";
  page.wrong = !errors.empty();
  const web::Labels labels = {{"alias", std::string(words.text(N_("Alias of the case")))}, {"code", std::string(words.text(N_("Why now")))},
                              {"reason", std::string(words.text(N_("What happened")))}, {"minutes", std::string(words.text(N_("For how long")))}};
  page.main = web::error_summary(words, errors, labels);
  page.main.add(web::heading(page.title));
  page.main.add(web::warning(words, words.text(N_("Only in an emergency. All stewards, the auditors and everybody who works with the case are told at once: that it was you, when and why. Within a day somebody else reviews it."))));
  page.main.add(web::paragraph(words.text(N_("You may look at this one file until the time is over, and not write, print or export. Files that are restricted to named members do not open this way."))));
  Html fields = once_field(typed);
  if (known) fields.add(web::hidden("file", typed.get("file")));
  else fields.add(web::text_field(words, {.name = "alias", .label = labels.at("alias"), .hint = std::string(words.text(N_("Exactly as it is written, for example Bado Kilu. Nothing is listed, and each try is written down."))), .value = std::string(typed.get("alias")), .width = 20}, errors));
  fields.add(web::choice_field(words, {.name = "code", .label = labels.at("code"), .choices = choices(words, glass_reasons()), .chosen = {std::string(typed.get("code"))}}, errors));
  fields.add(web::text_field(words, {.name = "reason", .label = labels.at("reason"), .hint = std::string(words.text(N_("Two sentences are enough. Whoever reviews it reads this."))), .value = std::string(typed.get("reason")), .max_length = kLongestReason, .rows = 4}, errors));
  const std::string minutes = typed.has("minutes") ? std::string(typed.get("minutes")) : std::to_string(std::min(kGlassMinutes, longest_glass(*state)));
  fields.add(web::choice_field(words, {.name = "minutes", .label = labels.at("minutes"), .choices = minute_choices(words, longest_glass(*state)), .chosen = {minutes}, .kind = web::ChoiceKind::select}, errors));
  page.main.add(kept_form("/emergency", visit.csrf, fields,
                          web::actions(el("button", {{"class", "govuk-button govuk-button--warning"}, {"type", "submit"}}, words.text(N_("Open it and tell everybody"))),
                                       web::link("/", words.text(N_("Cancel"))))));
  return web::Response::page(web::layout(page), status);
}

web::Response ask(const Desk& desk, const Visit& visit) {
  schema::FormData typed = draft_of(desk, visit);
  if (const std::string file(visit.request.query.get("file")); FileId::from_text(file).is_ok()) {
    schema::FormData fresh;
    fresh.add("file", file);
    typed = std::move(fresh);
  }
  return ask_page(desk, visit, typed, {});
}

// A form that was sent twice, and a second try a moment later, tell everybody once.
Result<vault::Notice> broken_once(const Desk& desk, const Visit& visit, const vault::Notice& notice, Duration lasting) {
  TRY(open, desk.vault.glass(visit.keyring, notice.file));
  if (open && open->until - desk.vault.clock().now() > lasting - std::chrono::minutes(1)) return *open;
  return desk.vault.break_glass(visit.keyring, notice, lasting);
}

// Opens the case and, along with it, the file of the person whom it is about. Answers whether there is a case to look at.
Result<bool> open_both(const Desk& desk, const Visit& visit, FileId file, const vault::Notice& why, Duration lasting) {
  vault::Notice notice = why;
  notice.file = file;
  TRY(said, broken_once(desk, visit, notice, lasting));
  TRY(reach, desk.vault.readable(visit.keyring, file));
  if (reach.empty()) return false;
  TRY(story, Cases(desk.vault).read(visit.keyring, file));
  std::string person;
  if (const auto* known = story.last<CaseForShift>()) person = known->person();
  if (const auto* opened = story.last<CaseOpened>()) person = opened->person();
  if (const auto id = FileId::from_text(person)) {
    notice.id = EntryId();
    notice.about = said.id;
    notice.file = *id;
    TRY_VOID(broken_once(desk, visit, notice, said.until - desk.vault.clock().now()));
  }
  return !person.empty();
}

web::Response nothing_opens(const Visit& visit) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("Nothing opens"))));
  page.back = "/emergency";
  page.main = web::heading(page.title);
  page.main.add(web::paragraph(words.text(N_("There is no such case, or it cannot be opened this way. That you asked was written down, and the stewards see it. Call a steward, or who looks after the person."))));
  return web::Response::page(web::layout(page), 404);
}

web::Response break_it(const Desk& desk, const Visit& visit) {
  const schema::FormData& form = visit.request.form;
  const auto state = desk.vault.directory();
  if (!may_break_glass(*state, visit.keyring.member())) return not_here(visit);
  web::FieldErrors errors;
  const auto wrong = [&](const char* field, const char* sentence) { errors.push_back({field, Error(ErrorCode::invalid_input, sentence)}); };
  const auto file = FileId::from_text(form.get("file"));
  const auto alias = clean_text(form.get("alias"));
  if (form.get("file").empty() && (!alias || trim(*alias).empty())) wrong("alias", N_("Write the alias of the case."));
  if (!form.get("file").empty() && !file) wrong("reason", N_("This address is not complete."));
  if (!is_term(glass_reasons(), form.get("code"))) wrong("code", N_("Choose one of the answers in the list."));
  const auto reason = clean_text(form.get("reason"));
  if (!reason || length(trim(*reason)) < 10) wrong("reason", N_("Say in a sentence what happened. Whoever reviews it has to understand it."));
  else if (length(*reason) > kLongestReason) wrong("reason", N_("The text is too long. Shorten it."));
  int minutes = 0;
  const std::string_view typed = form.get("minutes");
  std::from_chars(typed.data(), typed.data() + typed.size(), minutes);
  if (minutes < 1 || minutes > longest_glass(*state)) wrong("minutes", N_("Choose one of the answers in the list."));
  if (!errors.empty()) return ask_page(desk, visit, form, errors, 400);

  vault::Notice why;
  why.id = once_of<EntryId>(visit);
  why.code = form.get("code");
  why.text = *reason;
  const Duration lasting = std::chrono::minutes(minutes);
  std::vector<FileId> files;
  if (file) {
    files.push_back(*file);
  } else {
    why.asked = std::string(trim(*alias));
    const std::string sought = fold_case(why.asked);
    const auto matches = [&](BytesView content) {
      const auto card = schema::parse_as<CaseCard>(content);
      return card && !card->alias().empty() && fold_case(card->alias()) == sought;
    };
    auto found = desk.vault.ask_for_file(visit.keyring, why, ASSISTANCE, matches);
    if (!found) return web::error_page(visit, found.error());
    files = std::move(*found);
    why.id = EntryId();
    why.asked.clear();
  }
  std::vector<FileId> opened;
  for (const FileId one : files) {
    const auto open = open_both(desk, visit, one, why, lasting);
    if (!open) return web::error_page(visit, open.error());
    if (*open) opened.push_back(one);
    why.id = EntryId();
  }
  if (const auto dropped = desk.vault.drop_draft(visit.keyring, "/emergency"); !dropped) return web::error_page(visit, dropped.error());
  if (opened.empty()) return nothing_opens(visit);
  if (opened.size() == 1) return web::Response::redirect("/case/" + opened.front().text());
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("Several cases have this alias"))));
  page.back = "/";
  page.main = web::heading(page.title);
  Html items;
  for (const FileId one : opened) items.add(el("li", {}, web::link("/case/" + one.text(), one.text().substr(0, 8))));
  page.main.add(el("ul", {{"class", "govuk-list govuk-list--bullet"}}, items));
  return web::Response::page(web::layout(page));
}

// --- What was opened so.

Html state_of(const Catalogue& words, const EmergencyCase& one) {
  if (one.review) return web::tag(one.review->code == "not" ? web::Meaning::danger : web::Meaning::good, term_label(words, review_results(), one.review->code));
  return one.overdue ? web::tag(web::Meaning::danger, words.text(N_("Review is late"))) : web::tag(web::Meaning::waiting, words.text(N_("To be reviewed")));
}

std::string what_of(const Desk& desk, const Visit& visit, const EmergencyCase& one) {
  if (one.notice.kind == vault::NoticeKind::asked) return visit.words.text(N_("Looked for: “{1}”"), {one.notice.asked});
  return file_name(desk, visit.keyring, one.notice.file);
}

web::Response list_page(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto state = desk.vault.directory();
  const auto said = emergencies(desk, visit.keyring);
  if (!said) return web::error_page(visit, said.error());
  const auto paging = web::Paging::of(visit.request.query, said->rows.size());
  if (auto recorded = desk.vault.record(visit.keyring, vault::Action::listed, FileId(), static_cast<std::uint32_t>(paging.last - paging.first)); !recorded) {
    return web::error_page(visit, recorded.error());
  }
  web::Page page = visit.page(std::string(words.text(N_("Emergencies"))));
  page.main = web::heading(page.title);
  if (said->damaged > 0) page.main.add(web::warning(words, words.text(N_("A notice in the ledger is damaged. Stop and call your administrator."))));
  page.main.add(web::paragraph(words.text(N_("Who opened a file outside their circles, or looked for one, and why. Stewards see all; others see what concerns the files that they work with."))));
  if (may_break_glass(*state, visit.keyring.member())) page.main.add(web::actions(web::button_link("/emergency", words.text(N_("I need this file now")), web::ButtonKind::warning)));
  if (said->rows.empty()) {
    page.main.add(web::empty_state(words.text(N_("No emergencies")), words.text(state->standing().empty() ? N_("Opening files in an emergency is switched off. A steward switches it on in the settings.") : N_("Nobody has opened a file in an emergency."))));
    return web::Response::page(web::layout(page));
  }
  web::Table table(words, words.text(N_("Emergencies")), {{N_("When")}, {N_("Member")}, {N_("File")}, {N_("Why now")}, {N_("Until")}, {N_("Review of the emergency")}}, paging.last - paging.first);
  for (std::size_t i = paging.first; i < paging.last; ++i) {
    const EmergencyCase& one = said->rows[i];
    table.row();
    table.cell(web::link("/emergencies/" + one.notice.id.text(), words.moment(one.notice.time)));
    table.cell(member_name(*state, one.notice.member));
    table.cell(what_of(desk, visit, one));
    table.cell(term_label(words, glass_reasons(), one.notice.code));
    table.cell(one.notice.kind == vault::NoticeKind::broke ? words.moment(one.notice.until) : std::string());
    table.cell(state_of(words, one));
  }
  page.main.add(std::move(table).html());
  page.main.add(web::pagination(words, paging, "/emergencies", visit.request.query));
  if (!said->all) page.main.add(web::paragraph(words.text(N_("Older ones stand in the ledger and are not shown here."))));
  return web::Response::page(web::layout(page));
}

std::optional<EmergencyCase> named(const Desk& desk, const Visit& visit) {
  const auto id = EntryId::from_text(visit.parameters.at("notice"));
  auto said = emergencies(desk, visit.keyring);
  if (!id || !said) return std::nullopt;
  for (EmergencyCase& one : said->rows) {
    if (one.notice.id == *id) return std::move(one);
  }
  return std::nullopt;
}

web::Response one_page(const Desk& desk, const Visit& visit, const web::FieldErrors& errors = {}, int status = 200) {
  const Catalogue& words = visit.words;
  const auto state = desk.vault.directory();
  const auto one = named(desk, visit);
  if (!one) return no_page(visit);
  if (auto recorded = desk.vault.record(visit.keyring, vault::Action::listed, FileId(), 1); !recorded) return web::error_page(visit, recorded.error());
  const std::string address = "/emergencies/" + one->notice.id.text();
  web::Page page = visit.page(std::string(words.text(N_("Emergency"))));
  page.back = "/emergencies";
  page.wrong = !errors.empty();
  page.main = web::error_summary(words, errors);
  page.main.add(web::heading(words.text(N_("Emergency")), words.moment(one->notice.time)));
  page.main.add(el("p", {{"class", "arasha-tags"}}, state_of(words, *one)));
  web::SummaryList list;
  list.add(words.text(N_("Member")), member_name(*state, one->notice.member));
  const bool opened = one->notice.kind == vault::NoticeKind::broke;
  const bool hers = opened && desk.vault.may_open(visit.keyring, one->notice.file, ASSISTANCE);
  const std::string what = what_of(desk, visit, *one);
  list.add(words.text(N_("File")), hers ? web::link("/case/" + one->notice.file.text(), what) : Html::text(what));
  list.add(words.text(N_("Why now")), term_label(words, glass_reasons(), one->notice.code));
  list.add(words.text(N_("What happened")), el("span", {{"class", "arasha-kept"}}, one->notice.text));
  if (opened) list.add(words.text(N_("Open until")), words.moment(one->notice.until));
  if (state->is_in(visit.keyring.member(), vault::CircleKind::auditors)) {
    list.add(words.text(N_("Reading record")), web::link("/readings?member=" + one->notice.member.text() + "&action=emergency", words.text(N_("What was looked at"))));
  }
  page.main.add(list.html());
  if (one->review) {
    web::SummaryList review;
    review.add(words.text(N_("Result")), term_label(words, review_results(), one->review->code));
    review.add(words.text(N_("What follows")), el("span", {{"class", "arasha-kept"}}, one->review->text));
    review.add(words.text(N_("Reviewed by")), member_name(*state, one->review->member) + ", " + words.moment(one->review->time));
    page.main.add(web::subheading(words.text(N_("Review of the emergency"))));
    page.main.add(review.html());
  }
  const MemberId me = visit.keyring.member();
  if (!one->review && is_steward(*state, me) && me != one->notice.member) {
    const schema::FormData& typed = visit.request.form;
    page.main.add(web::subheading(words.text(N_("Review of the emergency"))));
    page.main.add(web::paragraph(words.text(N_("Talk with whoever opened the file before you write. The review is signed, and cannot be taken back."))));
    Html fields = once_field(typed);
    fields.add(web::choice_field(words, {.name = "code", .label = std::string(words.text(N_("Result"))), .choices = choices(words, review_results()), .chosen = {std::string(typed.get("code"))}}, errors));
    fields.add(web::text_field(words, {.name = "text", .label = std::string(words.text(N_("What follows"))), .hint = std::string(words.text(N_("What was agreed, or why nothing follows."))), .value = std::string(typed.get("text")), .max_length = kLongestReason, .rows = 4}, errors));
    page.main.add(web::post_form(address, visit.csrf, fields, web::actions(web::button(words.text(N_("Save the review"))), web::link("/emergencies", words.text(N_("Cancel"))))));
  } else if (!one->review && me == one->notice.member) {
    page.main.add(web::paragraph(words.text(N_("Somebody else reviews this: a steward other than you."))));
  }
  return web::Response::page(web::layout(page), status);
}

web::Response one(const Desk& desk, const Visit& visit) { return one_page(desk, visit); }

web::Response review(const Desk& desk, const Visit& visit) {
  const auto about = named(desk, visit);
  if (!about) return no_page(visit);
  const schema::FormData& form = visit.request.form;
  web::FieldErrors errors;
  if (!is_term(review_results(), form.get("code"))) errors.push_back({"code", Error(ErrorCode::invalid_input, N_("Choose one of the answers in the list."))});
  const auto text = clean_text(form.get("text"));
  if (!text || trim(*text).empty()) errors.push_back({"text", Error(ErrorCode::invalid_input, N_("Say what follows, or why nothing does."))});
  else if (length(*text) > kLongestReason) errors.push_back({"text", Error(ErrorCode::invalid_input, N_("The text is too long. Shorten it."))});
  if (!errors.empty()) return one_page(desk, visit, errors, 400);
  vault::Notice notice;
  notice.id = once_of<EntryId>(visit);
  notice.kind = vault::NoticeKind::reviewed;
  notice.about = about->notice.id;
  notice.code = form.get("code");
  notice.text = *text;
  if (auto said = desk.vault.put_notice(visit.keyring, notice); !said) return web::error_page(visit, said.error());
  return web::Response::redirect("/emergencies/" + about->notice.id.text(), N_("Saved."));
}

web::Response seen(const Desk& desk, const Visit& visit) {
  std::uint64_t until = 0;
  const std::string_view typed = visit.request.form.get("until");
  std::from_chars(typed.data(), typed.data() + typed.size(), until);
  if (auto kept = desk.vault.keep_draft(visit.keyring.member(), "/emergencies/seen", ByteWriter().u64(until).take()); !kept) return web::error_page(visit, kept.error());
  return web::Response::redirect("/");
}

}  // namespace

void add_glass_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/emergency", ask);
  on_post(site, desk, "/emergency", break_it);
  on_get(site, desk, "/emergencies", list_page);
  on_post(site, desk, "/emergencies/seen", seen);
  on_get(site, desk, "/emergencies/{notice}", one);
  on_post(site, desk, "/emergencies/{notice}", review);
  site.place(65, "/emergencies", N_("Emergencies"), [](const vault::Directory& state, MemberId member) {
    return !state.standing().empty() && (is_steward(state, member) || may_break_glass(state, member));
  });
}

}  // namespace arasha::casework

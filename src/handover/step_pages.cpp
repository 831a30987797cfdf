// The steps of a handover: answer, send, take over, take back, refuse.
#include <algorithm>
#include <charconv>

#include "casework/restriction.h"
#include "handover/room.h"
#include "schema/vocabulary.h"

namespace arasha::handover {
namespace {

std::vector<std::uint32_t> numbers_in(const schema::FormData& form) {
  std::vector<std::uint32_t> out;
  for (const std::string_view text : form.all("number")) {
    std::uint32_t value = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc() && value >= 1 && value <= kMostCases) out.push_back(value);
  }
  return out;
}
std::uint32_t number_of(const Visit& visit) {
  schema::FormData one;
  one.add("number", visit.parameters.at("number"));
  const auto all = numbers_in(one);
  return all.empty() ? 0 : all.front();
}

// What could not be done, with the way back.
web::Response sorry(const Visit& visit, const referral::Thread& thread, const std::string& sentence) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("Handover of cases"))));
  page.back = address_of(thread.file);
  page.main = web::heading(referral::other_side(thread.card)->name(), page.title);
  page.main.add(web::inset(Html::text(sentence)));
  page.main.add(web::button_link(page.back, words.text(N_("Back to the handover"))));
  return web::Response::page(web::layout(page), 409);
}
web::Response failed(const Visit& visit, const referral::Thread& thread, const Error& error) {
  return error.code == ErrorCode::conflict || error.code == ErrorCode::denied ? sorry(visit, thread, visit.words.error(error)) : web::error_page(visit, error);
}

web::Response done(const Room& room, const referral::Thread& thread, const char* notice) {
  if (room.nudge) room.nudge();
  return web::Response::redirect(address_of(thread.file), notice);
}

// What stuck is named; the rest was done.
web::Response went(const Room& room, const Visit& visit, const referral::Thread& thread, const Result<Went>& result, const char* over, const char* more) {
  if (room.nudge) room.nudge();
  if (!result) return failed(visit, thread, result.error());
  if (result->stuck.empty()) return web::Response::redirect(address_of(thread.file), result->is_over ? over : more);
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("Some cases could not go on"))));
  page.back = address_of(thread.file);
  page.main = web::heading(referral::other_side(thread.card)->name(), page.title);
  Html items;
  for (const Stuck& one : result->stuck) {
    const char* text = one.error.code == ErrorCode::denied ? N_("It needs a circle that you are not in. A colleague who is in it can do this step.") : nullptr;
    items.add(el("li", {}, words.text(N_("Case {1}"), {words.number(one.number)}), ": ", text == nullptr ? words.error(one.error) : std::string(words.text(text))));
  }
  page.main.add(el("ul", {{"class", "govuk-list govuk-list--bullet"}}, items));
  page.main.add(web::paragraph(words.text(N_("Everything else was done. This step can be tried again at any time."))));
  page.main.add(web::button_link(page.back, words.text(N_("Back to the handover"))));
  return web::Response::page(web::layout(page), 409);
}

web::Response answer(const Room& room, const Visit& visit) {
  const auto thread = thread_in(room, visit);
  if (!thread) return web::error_page(visit, thread.error());
  const schema::FormData& form = visit.request.form;
  HandoverMessage message;
  HandoverAnswer& said = *message.mutable_answer();
  said.set_answer(std::string(form.get("answer")));
  if (!schema::has_code("handover_answer", said.answer())) return no_page(visit);
  if (said.answer() == "declined") {
    said.set_reason(std::string(form.get("reason")));
    if (!schema::has_code("referral_decline", said.reason())) return sorry(visit, *thread, std::string(visit.words.text(N_("Choose one of the answers in the list."))));
  } else {
    for (const std::uint32_t number : numbers_in(form)) said.add_numbers(number);
  }
  const std::string_view note = form.get("note");
  if (note.size() > 8000) return sorry(visit, *thread, std::string(visit.words.text(N_("The note is too long."))));
  said.set_note(std::string(note));
  const Date day = casework::today(room.desk);
  const auto sent = say(room.vault, visit.keyring, thread->id, message, {}, [&](const ThreadCard& card) { return why_not(card, Step::answer, day); });
  if (!sent) return failed(visit, *thread, sent.error());
  return done(room, *thread, sent->by_hand ? N_("Saved. The partner has no address on the network: download the file and carry it.") : N_("The answer is sent."));
}

web::Response go(const Room& room, const Visit& visit) {
  const auto thread = thread_in(room, visit);
  if (!thread) return web::error_page(visit, thread.error());
  if (const char* why = why_not(thread->card, Step::send, casework::today(room.desk))) return sorry(visit, *thread, std::string(visit.words.text(why)));
  const auto result = go_on(room.vault, visit.keyring, thread->id, kAtMost);
  return went(room, visit, *thread, result, N_("What can be sent is sent."), N_("Not all could be sent in this time. Press “Go on”."));
}

web::Response again(const Room& room, const Visit& visit) {
  const auto thread = thread_in(room, visit);
  if (!thread) return web::error_page(visit, thread.error());
  const auto numbers = numbers_in(visit.request.form);
  if (numbers.size() != 1) return no_page(visit);
  const auto sent = send_again(room.vault, visit.keyring, thread->id, numbers.front());
  if (!sent) return failed(visit, *thread, sent.error());
  const auto result = go_on(room.vault, visit.keyring, thread->id, kAtMost);
  return went(room, visit, *thread, result, N_("What can be sent is sent."), N_("Not all could be sent in this time. Press “Go on”."));
}

// Cases that were restricted at the partner's are taken over by people who are named, too.
web::Response readers_page(const Room& room, const Visit& visit, const referral::Thread& thread, const std::vector<std::uint32_t>& numbers, int restricted,
                           const web::FieldErrors& errors) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("Who may open the restricted cases"))));
  page.back = address_of(thread.file);
  page.wrong = !errors.empty();
  page.main = web::error_summary(words, errors, {{"only", std::string(words.text(N_("Who may open it, beside you")))}});
  page.main.add(web::heading(referral::other_side(thread.card)->name(), page.title));
  page.main.add(web::paragraph(words.plural("{1} of these cases was restricted at the partner's: only people named there could open it.",
                                            "{1} of these cases were restricted at the partner's: only people named there could open them.", restricted)));
  Html fields = web::hidden("chosen", "1");
  for (const std::uint32_t number : numbers) fields.add(web::hidden("number", std::to_string(number)));
  fields.add(casework::who_else_field(room.desk, visit, visit.request.form, words.text(N_("Without a tick you alone will open what was restricted. This cannot be changed later.")), errors));
  page.main.add(web::post_form(page.back + "/take", visit.csrf, fields, web::actions(web::button(words.text(N_("Take over"))), web::link(page.back, words.text(N_("Cancel"))))));
  return web::Response::page(web::layout(page), errors.empty() ? 200 : 400);
}

web::Response take(const Room& room, const Visit& visit) {
  const auto thread = thread_in(room, visit);
  if (!thread) return web::error_page(visit, thread.error());
  if (thread->card.ours()) return no_page(visit);
  auto numbers = numbers_in(visit.request.form);
  const HandoverCard details = details_of(thread->card);
  const Date day = casework::today(room.desk);
  if (numbers.empty()) {
    for (const HandoverCaseCard& one : details.cases()) {
      if (why_not(thread->card, Step::take_over, one.number(), day) == nullptr) numbers.push_back(one.number());
    }
  }
  const auto restricted = std::count_if(details.cases().begin(), details.cases().end(), [&](const HandoverCaseCard& one) {
    return one.inventory().restricted() && std::find(numbers.begin(), numbers.end(), one.number()) != numbers.end() && why_not(thread->card, Step::take_over, one.number(), day) == nullptr;
  });
  web::FieldErrors errors;
  const auto colleagues = casework::who_else(room.desk, visit, visit.request.form, errors);
  if (restricted > 0 && (!visit.request.form.has("chosen") || !errors.empty())) return readers_page(room, visit, *thread, numbers, static_cast<int>(restricted), errors);
  const auto alias_taken = [&](const std::string& alias) { return casework::alias_is_taken(room.desk, visit, alias); };
  const auto result = take_over(room.vault, visit.keyring, alias_taken, thread->id, numbers, colleagues, kAtMost);
  return went(room, visit, *thread, result, N_("What has come is taken over."), N_("Not all could be taken over in this time. Press the button again."));
}

// --- Taking back, refusing: asked once more first

web::Response ask_back(const Room& room, const Visit& visit) {
  const auto thread = thread_in(room, visit);
  if (!thread) return web::error_page(visit, thread.error());
  const Catalogue& words = visit.words;
  const Date day = casework::today(room.desk);
  const bool all = visit.parameters.at("number") == "all";
  const std::uint32_t number = number_of(visit);
  if (!all && number == 0) return no_page(visit);
  if (const char* why = all ? why_not(thread->card, Step::take_back, day) : why_not(thread->card, Step::take_back, number, day)) return sorry(visit, *thread, std::string(words.text(why)));
  web::Page page = visit.page(std::string(words.text(all ? N_("Take the offer back") : N_("Take the case back"))));
  page.back = address_of(thread->file);
  page.main = web::confirm(words, {.question = all ? std::string(words.text(N_("Take the offer back?"))) : words.text(N_("Take case {1} back?"), {words.number(number)}),
                                   .explanation = std::string(words.text(N_("What the partner has not taken over stays with us, and its program destroys what came. What they had taken over before they hear of it is theirs."))),
                                   .action = page.back + "/back/" + visit.parameters.at("number"), .csrf = visit.csrf, .yes = std::string(words.text(N_("Take it back"))), .back = page.back});
  return web::Response::page(web::layout(page));
}

web::Response back(const Room& room, const Visit& visit) {
  const auto thread = thread_in(room, visit);
  if (!thread) return web::error_page(visit, thread.error());
  const bool all = visit.parameters.at("number") == "all";
  const std::uint32_t number = number_of(visit);
  if (!all && number == 0) return no_page(visit);
  const auto taken_back = take_back(room.vault, visit.keyring, thread->id, all ? std::vector<std::uint32_t>() : std::vector<std::uint32_t>{number});
  if (!taken_back) return failed(visit, *thread, taken_back.error());
  return done(room, *thread, N_("It is taken back, and the partner is told."));
}

web::Response refuse_page(const Room& room, const Visit& visit, const referral::Thread& thread, const web::FieldErrors& errors) {
  const Catalogue& words = visit.words;
  const std::uint32_t number = number_of(visit);
  if (number == 0) return no_page(visit);
  if (const char* why = why_not(thread.card, Step::refuse, number, casework::today(room.desk))) return sorry(visit, thread, std::string(words.text(why)));
  web::Page page = visit.page(words.text(N_("Refuse case {1}"), {words.number(number)}));
  page.back = address_of(thread.file);
  page.wrong = !errors.empty();
  page.main = web::error_summary(words, errors, {{"reason", std::string(words.text(N_("Reason")))}});
  page.main.add(web::heading(referral::other_side(thread.card)->name(), page.title));
  page.main.add(web::paragraph(words.text(N_("The case stays with the sender. What came of it is destroyed here."))));
  web::ChoiceField why{.name = "reason", .label = std::string(words.text(N_("Reason"))), .choices = {}, .kind = web::ChoiceKind::radios};
  for (const schema::Option& option : schema::options_of("referral_decline", words)) why.choices.push_back({option.code, option.label});
  page.main.add(web::post_form(page.back + "/refuse/" + std::to_string(number), visit.csrf, web::choice_field(words, why, errors),
                               web::actions(el("button", {{"class", "govuk-button govuk-button--warning"}, {"type", "submit"}}, words.text(N_("Refuse it"))), web::link(page.back, words.text(N_("Cancel"))))));
  return web::Response::page(web::layout(page), errors.empty() ? 200 : 400);
}
web::Response ask_refuse(const Room& room, const Visit& visit) {
  const auto thread = thread_in(room, visit);
  return thread ? refuse_page(room, visit, *thread, {}) : web::error_page(visit, thread.error());
}

web::Response refuse(const Room& room, const Visit& visit) {
  const auto thread = thread_in(room, visit);
  if (!thread) return web::error_page(visit, thread.error());
  const std::uint32_t number = number_of(visit);
  const std::string reason(visit.request.form.get("reason"));
  if (!schema::has_code("referral_decline", reason)) return refuse_page(room, visit, *thread, {{"reason", Error(ErrorCode::invalid_input, N_("Choose one of the answers in the list."))}});
  HandoverMessage message;
  message.mutable_refused()->set_number(number);
  message.mutable_refused()->set_reason(reason);
  const Date day = casework::today(room.desk);
  const auto sent = say(room.vault, visit.keyring, thread->id, message, {}, [&](const ThreadCard& card) { return why_not(card, Step::refuse, number, day); });
  if (!sent) return failed(visit, *thread, sent.error());
  const HandoverCard details = details_of(thread->card);
  const HandoverCaseCard* one = case_of(details, number);
  if (one != nullptr && one->has_sent() && !one->dropped()) static_cast<void>(drop_content(room.vault, visit.keyring, thread->id, number, one->content().id()));
  return done(room, *thread, N_("Refused. The sender is told."));
}

// --- By hand

web::Response pieces(const Room& room, const Visit& visit) {
  const auto thread = thread_in(room, visit);
  if (!thread) return web::error_page(visit, thread.error());
  const HandoverCard details = details_of(thread->card);
  const HandoverCaseCard* one = case_of(details, number_of(visit));
  if (!thread->card.ours() || one == nullptr || case_state(details, *one) != "sent") return no_page(visit);
  const auto content = exchange::ContentId::from_text(one->content().id());
  if (!content) return web::error_page(visit, content.error());
  if (const auto recorded = room.vault.record(visit.keyring, vault::Action::exported, thread->file, 1); !recorded) return web::error_page(visit, recorded.error());
  auto file = exchange::carry_pieces(room.vault, visit.keyring, thread->id, *content, other_of(*thread), {});
  if (!file) return web::error_page(visit, file.error());
  // A neutral name: the file lies on somebody's stick.
  return web::Response::attachment("message.arasha", "application/octet-stream", file->length, std::move(file->next));
}

}  // namespace

void add_step_pages(web::Site& site, const RoomPtr& room) {
  on_post(site, room, "/handover/{file}/answer", answer);
  on_post(site, room, "/handover/{file}/go", go);
  on_post(site, room, "/handover/{file}/again", again);
  on_post(site, room, "/handover/{file}/take", take);
  on_get(site, room, "/handover/{file}/back/{number}", ask_back);
  on_post(site, room, "/handover/{file}/back/{number}", back);
  on_get(site, room, "/handover/{file}/refuse/{number}", ask_refuse);
  on_post(site, room, "/handover/{file}/refuse/{number}", refuse);
  on_get(site, room, "/handover/{file}/pieces/{number}", pieces);
}

}  // namespace arasha::handover

// Coming back with the twelve words: reading answers, adding something.
#include "intake/outside_pages.h"

namespace arasha::intake {
namespace {

using web::el;
using web::Html;

constexpr const char* kToken = "page";
constexpr const char* kWords = "words";
constexpr const char* kText = "text";

// Never filled in again: the words stand on no page but the receipt.
web::Response ask_page(const Outdoors& doors, const web::Outside& outside, const Form& form, const web::FieldErrors& errors, int status) {
  const Catalogue& words = words_for(form, outside);
  web::Page page = page_outside(form, outside, words, std::string(words.text(N_("Come back with your words"))));
  page.back = address_of(form, words);
  page.wrong = !errors.empty();
  page.main = web::error_summary(words, errors);
  page.main.add(web::heading(page.title));
  web::TextField field{.name = kWords, .label = std::string(words.text(N_("The twelve words"))), .hint = std::string(words.text(N_("In their order, with a blank between them. Small or capital letters are the same.")))};
  field.rows = 3;
  field.lang = "en";
  page.main.add(el("form", {{"method", "post"}, {"action", address_of(form, words, "/again")}, {"novalidate", ""}, {"autocomplete", "off"}},
                   web::text_field(words, field, errors), web::button(words.text(N_("Read our answer")))));
  page.main.add(call_first(doors, words));
  return web::Response::page(web::layout(page), status);
}

Html reply_html(const Catalogue& words, const Reply& reply) {
  const std::string when = words.moment(reply.time);
  if (reply.kind == ReplyKind::arrived) return el("p", {{"class", "govuk-body arasha-quiet"}}, words.text(N_("You wrote: {1}"), {when}));
  return el("section", {{"class", "arasha-block"}}, web::subheading(words.text(N_("Our answer"))), el("p", {{"class", "govuk-body arasha-kept"}}, reply.text),
            el("p", {{"class", "arasha-quiet"}}, when));
}

web::Response answers_page(const Outdoors& doors, const web::Outside& outside, const Form& form, const Receipt& receipt, const std::vector<Reply>& replies,
                           const schema::FormData& typed, const web::FieldErrors& errors, bool added, int status) {
  const Catalogue& words = words_for(form, outside);
  web::Page page = page_outside(form, outside, words, std::string(words.text(N_("Our answers"))));
  page.languages.clear();
  page.wrong = !errors.empty();
  if (added) page.notice = words.text(N_("It has arrived. Keep your twelve words: they stay the same."));
  page.main = web::error_summary(words, errors);
  page.main.add(web::heading(page.title));
  bool answered = false;
  for (const Reply& reply : replies) {
    answered = answered || reply.kind == ReplyKind::answer;
    page.main.add(reply_html(words, reply));
  }
  if (!answered) page.main.add(web::paragraph(words.text(N_("There is no answer yet. Come back later with the same words."))));
  Token token = fresh_token(doors.vault.clock().now());
  token.receipt = Receipt::of_key(receipt.key());
  const auto field = schema::form_fields(*IntakeAddition::descriptor()).front();
  page.main.add(el("form", {{"method", "post"}, {"action", address_of(form, words, "/add")}, {"novalidate", ""}, {"autocomplete", "off"}},
                   web::hidden(kToken, seal_token(doors.vault, form.word, token)), web::form_field(words, field, kText, typed, errors), unseen_field(words),
                   web::button(words.text(N_("Send")))));
  page.main.add(call_first(doors, words));
  return web::Response::page(web::layout(page), status);
}

web::Response open(const Outdoors& doors, const web::Outside& outside, const Form& form) {
  const Error wrong(ErrorCode::denied, "These words open nothing. Look at each of them once more; after {1} days without an answer they open nothing any more.",
                    {std::to_string(kAnswersKept / std::chrono::days(1))});
  if (!doors.flood->let(Door::guess, form.word, outside.request.from, doors.vault.clock().now())) {
    return ask_page(doors, outside, form, {{kWords, Error(ErrorCode::busy, "Too many tries. Wait a quarter of an hour and try again.")}}, 503);
  }
  auto receipt = Receipt::read(outside.request.form.get(kWords));
  // The same work for words that are none: what is not there is looked for all the same.
  const bool readable = receipt.has_value();
  if (!readable) receipt = Receipt::of_key(crypto::random_key());
  const auto replies = replies_for(doors.vault, *receipt);
  if (!replies) return ask_page(doors, outside, form, {{kWords, replies.error()}}, web::status_of(replies.error()));
  if (!readable || replies->empty()) return ask_page(doors, outside, form, {{kWords, wrong}}, 403);
  return answers_page(doors, outside, form, *receipt, *replies, {}, {}, false, 200);
}

web::Response add(const Outdoors& doors, const web::Outside& outside, const Form& form) {
  const schema::FormData& typed = outside.request.form;
  auto token = open_token(doors.vault, form.word, typed.get(kToken));
  if (!token || !token->receipt) {
    return ask_page(doors, outside, form, {{kWords, Error(ErrorCode::conflict, "This page was open for too long. Type your words again.")}}, 409);
  }
  auto replies = replies_for(doors.vault, *token->receipt);
  if (!replies) return ask_page(doors, outside, form, {{kWords, replies.error()}}, web::status_of(replies.error()));
  IntakeAddition addition;
  web::FieldErrors errors = read_answers(typed, addition);
  if (errors.empty()) {
    if (auto wrong = check_page(doors, outside.request, token)) errors.push_back({kText, std::move(*wrong)});
  }
  if (!errors.empty()) return answers_page(doors, outside, form, *token->receipt, *replies, typed, errors, false, 400);
  const auto left = leave(doors, form, words_for(form, outside).language(), *token, addition, outside.request.from);
  if (!left) return answers_page(doors, outside, form, *token->receipt, *replies, typed, {{kText, left.error()}}, false, web::status_of(left.error()));
  replies = replies_for(doors.vault, *token->receipt);
  if (!replies) return ask_page(doors, outside, form, {{kWords, replies.error()}}, web::status_of(replies.error()));
  return answers_page(doors, outside, form, *token->receipt, *replies, {}, {}, true, 200);
}

}  // namespace

// Also where the form is shut: those who wrote before it was read their answers.
void add_coming_back(web::Site& site, const Outdoors& doors) {
  using Page = web::Response (*)(const Outdoors&, const web::Outside&, const Form&);
  const auto on = [&](const char* pattern, Page page) {
    site.open_post(pattern, [doors, &site, page](const web::Outside& outside) {
      const auto form = form_of(doors, outside);
      return form ? page(doors, outside, *form) : no_such_form(site, outside);
    });
  };
  for (const char* pattern : {"/to/{word}/again", "/to/{word}/add"}) {
    site.open_get(pattern, [doors, &site](const web::Outside& outside) {
      const auto form = form_of(doors, outside);
      return form ? ask_page(doors, outside, *form, {}, 200) : no_such_form(site, outside);
    });
  }
  on("/to/{word}/again", open);
  on("/to/{word}/add", add);
}

}  // namespace arasha::intake

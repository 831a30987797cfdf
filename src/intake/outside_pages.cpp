// The form itself: shown, sent, and the receipt.
#include "intake/outside_pages.h"

#include <algorithm>

#include "schema/entry_types.h"

namespace arasha::intake {
namespace {

using web::el;
using web::Html;
using web::void_el;

constexpr const char* kToken = "page";
constexpr const char* kUnseen = "website";
constexpr const char* kCode = "code";

std::unique_ptr<google::protobuf::Message> new_message(const Form& form) {
  if (form.audience == Audience::partners) return std::make_unique<PartnerMessage>();
  return std::make_unique<PublicMessage>();
}

std::string title_of(const Catalogue& words, const Form& form) {
  return std::string(words.text(form.audience == Audience::partners ? N_("A message to us") : N_("Write to us")));
}

std::string intro_for(const Outdoors& doors, const Catalogue& words, const Form& form) {
  std::string own = intro_of(*doors.vault.directory(), form, words.language());
  if (!own.empty()) return own;
  return std::string(words.text(N_("Tell us what happened and what is needed. Answer what you can; the rest may stay empty.")));
}

Html how_it_is_kept(const Catalogue& words) {
  Html items;
  for (const char* one : {N_("What you send is sealed at once. Only the few people who work with it can open it; whoever steals this machine cannot."),
                          N_("We do not keep from which address you wrote, and put nothing into your browser."),
                          N_("After sending you get twelve words. With them you come back here, read our answer and add something. Write them down: nobody can give them to you again.")}) {
    items.add(el("li", {}, words.text(one)));
  }
  return web::details(words.text(N_("How it is kept safe")), el("ul", {{"class", "govuk-list govuk-list--bullet"}}, items));
}

web::Response form_page(const Outdoors& doors, const web::Outside& outside, const Form& form, const schema::FormData& typed, const web::FieldErrors& errors,
                        const std::string& token, int status) {
  const Catalogue& words = words_for(form, outside);
  web::Page page = page_outside(form, outside, words, title_of(words, form));
  page.wrong = !errors.empty();
  const auto message = new_message(form);
  const auto fields = schema::form_fields(*message->GetDescriptor());
  web::Labels labels;
  for (const schema::FormField& field : fields) labels[field.name] = std::string(words.text(field.label.c_str()));
  page.main = web::error_summary(words, errors, labels);
  if (form.audience == Audience::partners) page.main.add(web::heading(doors.vault.directory()->name(), page.title));
  else page.main.add(web::heading(page.title));
  page.main.add(call_first(doors, words));
  page.main.add(el("p", {{"class", "govuk-body arasha-kept"}}, intro_for(doors, words, form)));
  page.main.add(how_it_is_kept(words));
  Html inside = web::hidden(kToken, token);
  if (!form.code.empty()) {
    inside.add(web::text_field(words, {.name = kCode, .label = std::string(words.text(N_("Code that we gave your organisation"))), .value = std::string(typed.get(kCode)), .width = 20}, errors));
  }
  for (const schema::FormField& field : fields) inside.add(web::form_field(words, field, field.name, typed, errors));
  inside.add(unseen_field(words));
  inside.add(web::button(words.text(N_("Send"))));
  page.main.add(el("form", {{"method", "post"}, {"action", address_of(form, words)}, {"novalidate", ""}, {"autocomplete", "off"}}, inside));
  page.main.add(web::paragraph(web::link(address_of(form, words, "/again"), words.text(N_("I have twelve words and come back")))));
  return web::Response::page(web::layout(page), status);
}

web::Response closed_page(const Outdoors& doors, const web::Outside& outside, const Form& form) {
  const Catalogue& words = words_for(form, outside);
  web::Page page = page_outside(form, outside, words, title_of(words, form));
  page.main = web::heading(page.title);
  page.main.add(web::paragraph(words.text(N_("Nothing can be sent here at present."))));
  page.main.add(call_first(doors, words));
  page.main.add(web::paragraph(web::link(address_of(form, words, "/again"), words.text(N_("I have twelve words and come back")))));
  return web::Response::page(web::layout(page), 200);
}

web::Response receipt_page(const Outdoors& doors, const web::Outside& outside, const Form& form, const Token& token) {
  const Catalogue& words = words_for(form, outside);
  web::Page page = page_outside(form, outside, words, std::string(words.text(N_("It has arrived"))));
  page.languages.clear();  // another language would be another page, without the words
  page.main = web::heading(page.title);
  page.main.add(web::paragraph(words.text(N_("Write these twelve words on paper, in this order. With them you read our answer and add something. They are shown only now, and nobody can give them to you again."))));
  page.main.add(words_of_receipt(words, receipt_of(doors.vault, token)));
  page.main.add(web::warning(words, words.text(N_("Whoever has these words reads our answers. If the paper could be found, learn them by heart or leave them with somebody you trust."))));
  page.main.add(web::paragraph(words.text(N_("Come back to this address, and type the words there:"))));
  page.main.add(el("p", {{"class", "govuk-body arasha-kept"}}, el("code", {}, "/to/" + form.word + "/again")));
  page.main.add(web::paragraph(words.text(N_("Answers can be read for {1} days. We often answer within a day or two; in danger do not wait for it, call."), {std::to_string(kAnswersKept / std::chrono::days(1))})));
  page.main.add(call_first(doors, words));
  page.main.add(web::paragraph(web::link(address_of(form, words, "/again"), words.text(N_("Try the words now")))));
  return web::Response::page(web::layout(page));
}

web::Response send(const Outdoors& doors, const web::Outside& outside, const Form& form) {
  const schema::FormData& typed = outside.request.form;
  const Time now = doors.vault.clock().now();
  auto token = open_token(doors.vault, form.word, typed.get(kToken));
  web::FieldErrors errors;
  if (!form.code.empty()) {
    if (!doors.flood->let(Door::guess, form.word, outside.request.from, now)) {
      errors.push_back({kCode, Error(ErrorCode::busy, "Too many tries. What you typed is still here: send it again in a quarter of an hour, or call.")});
    } else if (!is_right_code(doors.vault, form, typed.get(kCode))) {
      errors.push_back({kCode, Error(ErrorCode::denied, "This is not the code that we gave you. Ask the colleague from whom you have it.")});
    }
  }
  const auto message = new_message(form);
  for (schema::FieldError& error : read_answers(typed, *message)) errors.push_back(std::move(error));
  if (errors.empty()) {
    if (auto wrong = check_page(doors, outside.request, token)) errors.push_back({"danger", std::move(*wrong)});
  }
  // With mistakes the same page goes on, and its time; one that is too old or not ours begins anew.
  const bool keep = token && !token->receipt && now - token->shown < kLongestFill;
  const std::string same = keep ? std::string(typed.get(kToken)) : seal_token(doors.vault, form.word, fresh_token(now));
  if (!errors.empty()) return form_page(doors, outside, form, typed, errors, same, 400);
  const auto left = leave(doors, form, words_for(form, outside).language(), *token, *message, outside.request.from);
  if (!left) return form_page(doors, outside, form, typed, {{"danger", left.error()}}, same, web::status_of(left.error()));
  return receipt_page(doors, outside, form, *token);
}

}  // namespace

std::optional<Form> form_of(const Outdoors& doors, const web::Outside& outside) { return form_named(*doors.vault.directory(), outside.parameters.at("word")); }

const Catalogue& words_for(const Form& form, const web::Outside& outside) {
  const auto offered = [&](Language language) { return std::find(form.languages.begin(), form.languages.end(), language) != form.languages.end(); };
  if (const auto asked = language_from_code(outside.request.query.get("lang")); asked && offered(*asked)) return Catalogue::of(*asked);
  return offered(outside.words.language()) ? outside.words : Catalogue::of(form.languages.front());
}

web::Response no_such_form(web::Site& site, const web::Outside& outside) {
  return site.problem(outside.request, 404, Error(ErrorCode::not_found, "There is no such page."));
}

web::Page page_outside(const Form& form, const web::Outside& outside, const Catalogue& words, std::string title) {
  web::Page page{words, std::move(title), "", "", outside.request.path, "", {}};
  page.outside = true;
  page.languages = form.languages;
  return page;
}

Html call_first(const Outdoors& doors, const Catalogue& words) {
  const Numbers numbers = numbers_of(doors);
  const auto line = [&](const char* text, const std::vector<std::string>& phones) {
    Html out = Html::text(words.text(text));
    for (const std::string& phone : phones) {
      out.add(" ");
      out.add(el("a", {{"href", "tel:" + phone}, {"class", "govuk-link"}}, el("strong", {}, phone)));
    }
    return el("div", {}, out);
  };
  Html inside = numbers.emergency.empty() ? el("div", {}, words.text(N_("If somebody is in danger now, call the emergency number of your country first.")))
                                          : line(N_("If somebody is in danger now, call first:"), numbers.emergency);
  if (!numbers.hotline.empty()) inside.add(line(N_("To talk to somebody:"), numbers.hotline));
  return web::inset(inside);
}

std::string address_of(const Form& form, const Catalogue& words, std::string_view more) {
  return "/to/" + form.word + std::string(more) + "?lang=" + std::string(code(words.language()));
}

Html words_of_receipt(const Catalogue& words, const Receipt& receipt) {
  Html items;
  std::string all = receipt.words();
  for (const std::string_view word : schema::split(all, " ")) items.add(el("li", {}, word));
  crypto::wipe(all);
  return el("ol", {{"class", "arasha-receipt"}, {"translate", "no"}, {"lang", "en"}, {"aria-label", std::string(words.text(N_("Your twelve words")))}}, items);
}

std::optional<Error> check_page(const Outdoors& doors, const web::Request& request, const Result<Token>& token) {
  const Time now = doors.vault.clock().now();
  if (!token || now - token->shown >= kLongestFill || token->shown > now) {
    return Error(ErrorCode::conflict, "This page was open for too long. What you typed is still here: send it again.");
  }
  if (now - token->shown < kShortestFill || !request.form.get(kUnseen).empty()) {
    return Error(ErrorCode::invalid_input, "Look through it once more, and send it again.");
  }
  return std::nullopt;
}

Html unseen_field(const Catalogue& words) {
  return el("div", {{"class", "arasha-away"}, {"aria-hidden", "true"}}, el("label", {{"for", kUnseen}}, words.text(N_("Leave this empty"))),
            void_el("input", {{"id", kUnseen}, {"name", kUnseen}, {"type", "text"}, {"tabindex", "-1"}, {"autocomplete", "off"}}));
}

void add_outside_pages(web::Site& site, const Outdoors& doors) {
  site.open_get("/to/{word}", [doors, &site](const web::Outside& outside) {
    const auto form = form_of(doors, outside);
    if (!form) return no_such_form(site, outside);
    if (!form->open) return closed_page(doors, outside, *form);
    return form_page(doors, outside, *form, {}, {}, seal_token(doors.vault, form->word, fresh_token(doors.vault.clock().now())), 200);
  });
  site.open_post("/to/{word}", [doors, &site](const web::Outside& outside) {
    const auto form = form_of(doors, outside);
    if (!form) return no_such_form(site, outside);
    return form->open ? send(doors, outside, *form) : closed_page(doors, outside, *form);
  });
}

}  // namespace arasha::intake

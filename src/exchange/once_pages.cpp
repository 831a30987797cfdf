// What somebody outside sees at the address: one field for the words, and then, one time, what was sealed for her.
#include "exchange/once.h"

namespace arasha::exchange {
namespace {

using vault::OnceState;
using vault::OnceStatus;
using web::Html;
using web::Outside;
using web::Response;

constexpr const char* kField = "words";
constexpr std::uint8_t kPaper = 1;

web::ThrottleLimits limits() {
  web::ThrottleLimits out;
  out.free_tries = vault::kOnceTries;
  out.free_tries_of_network = 20;
  return out;
}

class OncePages {
 public:
  explicit OncePages(vault::Vault& vault) : vault_(vault), throttle_(limits()) {}

  Response look(const Outside& visit) {
    const auto status = status_of(visit);
    if (!status) return not_there(visit, status.error());
    if (status->state != OnceState::waiting) return over(visit, *status);
    return form(visit, *status, {}, 200);
  }

  Response open(const Outside& visit) {
    const auto status = status_of(visit);
    if (!status) return not_there(visit, status.error());
    if (status->state != OnceState::waiting) return over(visit, *status);
    auto heard = vault::heard_words(visit.request.form.get(kField));
    if (heard.words.empty()) return form(visit, *status, not_the_words(heard), 400);
    const std::string name = visit.parameters.at("id");
    const web::Throttle::Try attempt{name, visit.request.from, {}};
    if (throttle_.ask(attempt, vault_.clock().now()) != web::Throttle::Answer::go) {
      return form(visit, *status, Error(ErrorCode::busy, "Too many tries from your network. Wait a few minutes; this try was not counted."), 429);
    }
    auto answer = vault_.read_once(*vault::OnceId::from_text(name), heard.words);
    crypto::wipe(heard.words);
    if (!answer) {
      throttle_.not_checked(attempt);
      if (answer.error().code == ErrorCode::busy) {
        return form(visit, *status, Error(ErrorCode::busy, "This could not be opened just now. Wait a little and try again; this try was not counted."), 503);
      }
      return not_there(visit, answer.error());
    }
    if (answer->content) {
      throttle_.succeeded(attempt);
      return show(visit, std::move(*answer->content));
    }
    if (answer->status.state != OnceState::waiting) return over(visit, answer->status);
    return form(visit, answer->status, Error(ErrorCode::denied, "These are not the right words. Ask for them again, one by one."), 403);
  }

 private:
  Result<OnceStatus> status_of(const Outside& visit) const {
    TRY(id, vault::OnceId::from_text(visit.parameters.at("id")));
    return vault_.once(id);
  }

  static Error not_the_words(const vault::HeardWords& heard) {
    if (heard.wrong == 0) return {ErrorCode::invalid_input, "Write all six words, with blanks between them. This try was not counted."};
    return {ErrorCode::invalid_input, "Word {1} cannot be right: each word has four letters, like “tomi”. Ask for it again. This try was not counted.", {std::to_string(heard.wrong)}};
  }

  enum class Ways { all, none };
  static Response answer(const Outside& visit, std::string title, Html main, int status, bool wrong = false, Ways ways = Ways::all) {
    web::Page page = visit.page(std::move(title));
    if (ways == Ways::none) page.languages = {visit.words.language()};
    page.main = std::move(main);
    page.outside = true;
    page.wrong = wrong;
    return Response::page(web::layout(page), status);
  }

  static std::string size_of(const Outside& visit, const OnceStatus& status) {
    const auto kib = static_cast<std::int64_t>((status.size + 1023) / 1024);
    return visit.words.text(N_("{1} KB"), {visit.words.number(kib)});
  }

  static Response form(const Outside& visit, const OnceStatus& status, const std::optional<Error>& error, int code) {
    const Catalogue& words = visit.words;
    web::FieldErrors errors;
    if (error) errors.push_back({kField, *error});
    Html main = web::error_summary(words, errors);
    main.add(web::heading(words.text(N_("A message that can be read once"))));
    if (!status.from.empty()) main.add(web::paragraph(words.text(N_("From: {1}"), {status.from})));
    main.add(web::paragraph(status.form == kPaper ? words.text(N_("You will get a file (PDF, {1}). It is handed out one time, then it is destroyed here."), {size_of(visit, status)})
                                                   : std::string(words.text(N_("It is shown one time, then it is destroyed here. Have something to write at hand, or a printer.")))));
    web::TextField field{.name = kField, .label = std::string(words.text(N_("The six words that you were told by telephone")))};
    field.hint = words.text(N_("As you heard them, with blanks between them. Latin or Cyrillic letters, large or small: all the same."));
    field.value = std::string(visit.request.form.get(kField).substr(0, 400));
    Html inside = web::text_field(words, field, errors);
    inside.add(web::paragraph(words.plural("{1} try is left. After it, this is destroyed.", "{1} tries are left. After them, this is destroyed.", status.tries_left)));
    inside.add(web::button(words.text(status.form == kPaper ? N_("Get the file now") : N_("Read it now"))));
    const std::string action = web::address_with(visit.request.path, visit.request.query);
    main.add(web::el("form", {{"class", "arasha-narrow"}, {"method", "post"}, {"action", action}, {"novalidate", ""}}, inside));
    main.add(web::paragraph(words.text(N_("It waits for you until {1}."), {words.moment(status.expires)})));
    main.add(web::details(words.text(N_("I do not have the words")),
                          web::paragraph(words.text(N_("Call whoever sent you this address, at a number that you knew before. Whoever wrote to you never asks for these words: do not tell them to anybody.")))));
    return answer(visit, std::string(words.text(N_("A message that can be read once"))), std::move(main), code, error.has_value());
  }

  // Its words, without saying who sent what to whom.
  static Response over(const Outside& visit, const OnceStatus& status) {
    const Catalogue& words = visit.words;
    const std::string when = words.moment(status.ended);
    Html main = web::heading(words.text(N_("This is not here any more")));
    switch (status.state) {
      case OnceState::read:
        main.add(web::paragraph(words.text(N_("It was read on {1}, and destroyed then."), {when})));
        main.add(web::paragraph(words.text(N_("If it was not you who read it, call whoever sent it to you at once."))));
        break;
      case OnceState::guessed: main.add(web::paragraph(words.text(N_("It was destroyed on {1}, after wrong words were typed five times."), {when}))); break;
      case OnceState::expired: main.add(web::paragraph(words.text(N_("It waited until {1}. Nobody read it, and it was destroyed."), {words.moment(status.expires)}))); break;
      case OnceState::withdrawn: main.add(web::paragraph(words.text(N_("Whoever sent it took it back on {1}. Nobody read it."), {when}))); break;
      default: main.add(web::paragraph(words.text(N_("It was destroyed on {1}, when the server was repaired: so that nobody reads it twice."), {when}))); break;
    }
    main.add(web::paragraph(words.text(N_("Do you still need it? Call whoever sent it: it can be sent again."))));
    return answer(visit, std::string(words.text(N_("This is not here any more"))), std::move(main), 410);
  }

  static Response not_there(const Outside& visit, const Error& error) {
    const Catalogue& words = visit.words;
    const bool wrong_address = error.code == ErrorCode::not_found || error.code == ErrorCode::invalid_input;
    const char* title = wrong_address ? N_("There is nothing at this address") : N_("This cannot be opened now");
    Html main = web::heading(words.text(title));
    main.add(web::paragraph(wrong_address ? words.text(N_("Perhaps a part of the address is missing. Open it from the message again, or ask whoever sent it."))
                                          : words.text(N_("Nothing was lost. Try again later, or call whoever sent it."))));
    return answer(visit, std::string(words.text(title)), std::move(main), wrong_address ? 404 : web::status_of(error));
  }

  static Html lines(std::string_view text) {
    Html out;
    bool first = true;
    while (true) {
      const auto end = text.find('\n');
      if (!first) out.add(web::void_el("br", {}));
      first = false;
      out.add(text.substr(0, end));
      if (end == std::string_view::npos) return out;
      text.remove_prefix(end + 1);
    }
  }

  static Response show(const Outside& visit, Bytes content) {
    const Catalogue& words = visit.words;
    auto decoded = decode_once_content(content);
    crypto::wipe(content);
    if (!decoded) return not_there(visit, decoded.error());
    if (decoded->paper) {
      const auto pdf = std::make_shared<Bytes>(std::move(decoded->paper->pdf));
      const auto at = std::make_shared<std::size_t>(0);
      return Response::attachment(decoded->paper->file_name, "application/pdf", pdf->size(), [pdf, at]() -> Result<Bytes> {
        constexpr std::size_t kPiece = 64U << 10U;
        const BytesView rest = BytesView(*pdf).subspan(*at);
        const BytesView piece = rest.first(std::min(kPiece, rest.size()));
        *at += piece.size();
        return to_bytes(piece);
      });
    }
    const std::string title = decoded->title.empty() ? std::string(words.text(N_("A message that can be read once"))) : decoded->title;
    Html main = web::el("div", {{"class", "arasha-no-print"}},
                        web::warning(words, words.text(N_("You see this one time. When you close or reload this page, it is gone: print it or write down what you need before that."))));
    main.add(web::heading(title));
    web::SummaryList facts;
    const auto flush = [&] {
      if (!facts.is_empty()) main.add(facts.html());
      facts = {};
    };
    for (const OnceBlock& block : decoded->blocks) {
      if (block.kind == OnceBlock::Kind::fact) {
        facts.add(block.text, lines(block.value));
        continue;
      }
      flush();
      main.add(block.kind == OnceBlock::Kind::heading ? web::subheading(block.text) : web::paragraph(lines(block.text)));
    }
    flush();
    main.add(web::el("div", {{"class", "arasha-no-print"}}, web::inset(Html::text(words.text(N_("To print: choose “Print” in the menu of your browser. On a telephone it is often under “Share”."))))));
    // Another language would be another page: what is shown would be gone.
    return answer(visit, title, std::move(main), 200, false, Ways::none);
  }

  vault::Vault& vault_;
  web::Throttle throttle_;
};

}  // namespace

void add_once_pages(web::Site& site, vault::Vault& vault) {
  const auto pages = std::make_shared<OncePages>(vault);
  site.open_get("/once/{id}", [pages](const Outside& visit) { return pages->look(visit); });
  site.open_post("/once/{id}", [pages](const Outside& visit) { return pages->open(visit); });
}

}  // namespace arasha::exchange

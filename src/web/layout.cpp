#include "web/layout.h"

#include <array>
#include <functional>

#include "web/assets.h"

namespace arasha::web {
namespace {

bool is_current(const Page& page, const std::string& address) {
  if (page.path == address) return true;
  return address.size() > 1 && page.path.starts_with(address) && page.path[address.size()] == '/';
}

constexpr std::size_t kOneRow = 9;  // so many places fit beside one another

Html items_of(const Page& page, const std::function<bool(const Place&)>& shown) {
  Html items;
  for (const Place& place : page.places) {
    if (!shown(place)) continue;
    items.add(el("li", {}, el("a", {{"href", place.address}, {"aria-current", "page", is_current(page, place.address)}}, page.words.text(place.label))));
  }
  return items;
}

// What is used each day stands side by side, with the place where one is; the rest behind a word.
Html bar(const Page& page) {
  const auto beside = [&](const Place& place) { return !place.seldom || page.places.size() <= kOneRow || is_current(page, place.address); };
  Html items = items_of(page, beside);
  const Html more = items_of(page, [&](const Place& place) { return !beside(place); });
  if (!more.is_empty()) {
    items.add(el("li", {}, el("details", {{"class", "arasha-more"}}, el("summary", {}, page.words.text(N_("More"))), el("ul", {{"class", "arasha-places"}}, more))));
  }
  return el("ul", {{"class", "arasha-places"}}, items);
}

// A bar for wide screens; all places behind a word on a telephone, which opens without any script. Only one is shown.
Html navigation(const Page& page) {
  if (page.member.empty()) return {};
  const std::string name(page.words.text(N_("Main")));
  const Html all = el("ul", {{"class", "arasha-places"}}, items_of(page, [](const Place&) { return true; }));
  Html out = el("nav", {{"class", "arasha-nav"}, {"aria-label", name}}, el("div", {{"class", "govuk-width-container"}}, bar(page)));
  out.add(el("details", {{"class", "arasha-menu"}}, el("summary", {}, page.words.text(N_("Menu"))), el("nav", {{"aria-label", name}}, all)));
  return out;
}

Html languages(const Page& page) {
  if (page.languages.size() < 2) return {};
  const std::string back = page.query.empty() ? page.path : page.path + "?" + page.query;
  Html items;
  for (const Language language : page.languages) {
    const std::string code_text(code(language));
    const std::string address = page.outside ? page.path + "?lang=" + code_text : "/language/" + code_text + "?to=" + url_part(back);
    items.add(el("li", {}, el("a", {{"href", address}, {"lang", code_text}, {"hreflang", code_text},
                                    {"rel", "nofollow"}, {"aria-current", "true", language == page.words.language()}},
                              own_name(language))));
  }
  return el("ul", {{"class", "arasha-languages"}, {"aria-label", std::string(page.words.text(N_("Language")))}}, items);
}

Html header(const Page& page) {
  const Catalogue& words = page.words;
  static const std::string mark = asset_address("mark.svg");
  const Html name = page.outside ? el("span", {{"class", "arasha-name"}})
                                 : el("a", {{"href", "/"}, {"class", "arasha-name"}}, void_el("img", {{"src", mark}, {"alt", ""}, {"width", "32"}, {"height", "32"}}),
                                      el("span", {}, words.text(N_("Arasha"))));
  const Html exit = el("a", {{"href", "/exit"}, {"class", "arasha-exit"}, {"rel", "nofollow noreferrer"}}, words.text(N_("Leave quickly")));
  Html out = el("header", {{"class", "arasha-header"}},
                el("div", {{"class", "govuk-width-container arasha-header__in"}}, name, languages(page), exit));
  out.add(navigation(page));
  return out;
}

Html footer(const Page& page) {
  const Catalogue& words = page.words;
  if (page.outside) {
    return el("footer", {{"class", "arasha-footer"}}, el("div", {{"class", "govuk-width-container"}},
              el("p", {}, words.text(N_("This page keeps nothing in your browser and asks no other address for anything. Your browser itself may remember that you were here: you can delete its history.")))));
  }
  Html inside = el("p", {}, words.text(N_("This program asks nobody else for anything: whatever you see and type stays between this browser and your organisation.")));
  if (!page.member.empty()) {
    inside.add(el("p", {}, words.text(N_("Signed in as {1}."), {page.member}), " ", link("/account", words.text(N_("My account")))));
  }
  inside.add(el("p", {{"class", "arasha-footer__version"}}, words.text(N_("Arasha")), " " ARASHA_VERSION));
  return el("footer", {{"class", "arasha-footer"}}, el("div", {{"class", "govuk-width-container"}}, inside));
}

Html head(const Page& page) {
  const Catalogue& words = page.words;
  static const std::string style = asset_address("arasha.css");
  static const std::string script = asset_address("arasha.js");
  static const std::string mark = asset_address("mark.svg");
  Html out = Html::raw("<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                       "<meta name=\"robots\" content=\"noindex, nofollow\"><meta name=\"theme-color\" content=\"#0b5a5e\">");
  const std::string mistake = page.wrong ? std::string(words.text(N_("Mistake"))) + ": " : "";
  if (page.outside) out.add(el("title", {}, mistake, page.title));
  else out.add(el("title", {}, mistake, page.title, " – ", words.text(N_("Arasha"))));
  if (!page.outside) out.add(void_el("link", {{"rel", "icon"}, {"type", "image/svg+xml"}, {"href", mark}}));
  out.add(void_el("link", {{"rel", "stylesheet"}, {"href", style}}));
  out.add(el("script", {{"src", script}, {"defer", ""}}));
  return out;
}

// What the script shows when the session is about to end. It has no words of its own.
Html session_warning(const Page& page) {
  if (page.idle_seconds == 0) return {};
  const Catalogue& words = page.words;
  return el("div", {{"class", "arasha-ending"}, {"hidden", ""}, {"role", "alertdialog"}, {"aria-labelledby", "arasha-ending-title"},
                    {"data-idle", std::to_string(page.idle_seconds)}},
            el("p", {{"class", "govuk-heading-s"}, {"id", "arasha-ending-title"}}, words.text(N_("You will be signed out in a minute, as nothing was done for a while."))),
            el("button", {{"class", "govuk-button govuk-!-margin-bottom-0"}, {"type", "button"}}, words.text(N_("Stay signed in"))));
}

}  // namespace

Html layout(const Page& page) {
  const std::string language(code(page.words.language()));
  Html out = Html::raw("<!doctype html>\n");
  out.reserve(page.main.bytes().size() + 12000);
  ElementBuilder::open(out, "html", {{"lang", language}, {"class", "govuk-template"}});
  out.add(el("head", {}, head(page)));
  ElementBuilder::open(out, "body", {{"class", "govuk-template__body"}});
  out.add(el("a", {{"href", "#main"}, {"class", "govuk-skip-link"}}, page.words.text(N_("Skip to the content"))));
  out.add(header(page));
  ElementBuilder::open(out, "div", {{"class", "govuk-width-container arasha-page"}});
  if (!page.back.empty()) out.add(el("a", {{"href", page.back}, {"class", "govuk-back-link"}}, page.words.text(N_("Back"))));
  ElementBuilder::open(out, "main", {{"class", "govuk-main-wrapper"}, {"id", "main"}, {"tabindex", "-1"}});
  if (!page.notice.empty()) out.add(banner(page.words, BannerKind::success, page.notice));
  out.add(page.main);
  ElementBuilder::close(out, "main");
  ElementBuilder::close(out, "div");
  out.add(footer(page));
  out.add(session_warning(page));
  ElementBuilder::close(out, "body");
  ElementBuilder::close(out, "html");
  return out;
}

}  // namespace arasha::web

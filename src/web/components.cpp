#include "web/components.h"

#include "web/fields.h"

namespace arasha::web {

std::string address_with(std::string_view path, const schema::FormData& query, Changes changes) {
  std::string out(path);
  char separator = '?';
  const auto put = [&](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    out += separator;
    separator = '&';
    out += url_part(name) + "=" + url_part(value);
  };
  for (const auto& [name, value] : query.fields()) {
    bool changed = false;
    for (const auto& [changed_name, ignored] : changes) changed = changed || changed_name == name;
    if (!changed) put(name, value);
  }
  for (const auto& [name, value] : changes) put(name, value);
  return out;
}

Html link(const std::string& address, std::string_view text) { return el("a", {{"href", address}, {"class", "govuk-link"}}, text); }

Html link(const std::string& address, std::string_view text, std::string_view more) {
  return el("a", {{"href", address}, {"class", "govuk-link"}}, text, el("span", {{"class", "govuk-visually-hidden"}}, " ", more));
}

Html button_link(const std::string& address, std::string_view text, ButtonKind kind) {
  std::string classes = "govuk-button";
  if (kind == ButtonKind::secondary) classes += " govuk-button--secondary";
  if (kind == ButtonKind::warning) classes += " govuk-button--warning";
  return el("a", {{"href", address}, {"class", classes}, {"role", "button"}, {"draggable", "false"}}, text);
}

Html heading(std::string_view text) { return el("h1", {{"class", "govuk-heading-l"}}, text); }

Html heading(std::string_view caption, std::string_view text) {
  Html out = el("span", {{"class", "govuk-caption-l"}}, caption);
  out.add(heading(text));
  return out;
}

Html subheading(std::string_view text, std::string_view id) {
  return el("h2", {{"class", "govuk-heading-m"}, {"id", std::string(id), !id.empty()}}, text);
}

Html hint(std::string_view text) { return el("p", {{"class", "govuk-hint"}}, text); }

Html quiet(std::string_view text) { return el("span", {{"class", "arasha-quiet"}}, text); }

Html inset(const Html& inside) { return el("div", {{"class", "govuk-inset-text"}}, inside); }

Html warning(const Catalogue& words, std::string_view text) {
  return el("div", {{"class", "govuk-warning-text"}}, el("span", {{"class", "govuk-warning-text__icon"}, {"aria-hidden", "true"}}, "!"),
            el("strong", {{"class", "govuk-warning-text__text"}},
               el("span", {{"class", "govuk-visually-hidden"}}, words.text(N_("Warning")), ": "), text));
}

Html details(std::string_view summary, const Html& inside, bool open) {
  return el("details", {{"class", "govuk-details"}, {"open", "", open}},
            el("summary", {{"class", "govuk-details__summary"}}, el("span", {{"class", "govuk-details__summary-text"}}, summary)),
            el("div", {{"class", "govuk-details__text"}}, inside));
}

Html tag(Meaning meaning, std::string_view text) {
  std::string classes = "govuk-tag arasha-tag";
  switch (meaning) {
    case Meaning::plain: break;
    case Meaning::fresh: classes += " arasha-tag--fresh"; break;
    case Meaning::active: classes += " arasha-tag--active"; break;
    case Meaning::waiting: classes += " arasha-tag--waiting"; break;
    case Meaning::good: classes += " arasha-tag--good"; break;
    case Meaning::danger: classes += " arasha-tag--danger"; break;
    case Meaning::over: classes += " arasha-tag--over"; break;
  }
  return el("strong", {{"class", classes}}, text);
}

Html banner(const Catalogue& words, BannerKind kind, std::string_view text) {
  const bool success = kind == BannerKind::success;
  return el("div", {{"class", success ? "govuk-notification-banner govuk-notification-banner--success" : "govuk-notification-banner"},
                    {"role", success ? "alert" : "region"}, {"aria-labelledby", "banner-title"}, {"tabindex", "-1", success}},
            el("div", {{"class", "govuk-notification-banner__header"}},
               el("h2", {{"class", "govuk-notification-banner__title"}, {"id", "banner-title"}},
                  success ? words.text(N_("Done")) : words.text(N_("Important")))),
            el("div", {{"class", "govuk-notification-banner__content"}}, el("p", {{"class", "govuk-notification-banner__heading"}}, text)));
}

Html empty_state(std::string_view title, std::string_view what_to_do, const Html& action) {
  Html out = el("p", {{"class", "govuk-heading-s govuk-!-margin-bottom-1"}}, title);
  if (!what_to_do.empty()) out.add(el("p", {{"class", "govuk-body"}}, what_to_do));
  out.add(action);
  return el("div", {{"class", "arasha-empty"}}, out);
}

SummaryList& SummaryList::add(std::string_view key, const Html& value, const Html& action) {
  if (value.is_empty()) return *this;
  Html row = el("dt", {{"class", "govuk-summary-list__key"}}, key);
  row.add(el("dd", {{"class", "govuk-summary-list__value arasha-kept"}}, value));
  if (!action.is_empty()) row.add(el("dd", {{"class", "govuk-summary-list__actions"}}, action));
  rows_.add(el("div", {{"class", action.is_empty() ? "govuk-summary-list__row govuk-summary-list__row--no-actions" : "govuk-summary-list__row"}}, row));
  return *this;
}

Html SummaryList::html() const { return rows_.is_empty() ? Html() : el("dl", {{"class", "govuk-summary-list"}}, rows_); }

Html figure(std::string_view number, std::string_view name, const std::string& address) {
  Html inside = el("span", {{"class", "arasha-figure__number"}}, number);
  inside.add(el("span", {{"class", "arasha-figure__name"}}, name));
  const Html shown = address.empty() ? el("div", {{"class", "arasha-figure__in"}}, inside)
                                     : el("a", {{"class", "arasha-figure__in"}, {"href", address}}, inside);
  return el("li", {{"class", "arasha-figure"}}, shown);
}

Html figures(const Html& inside) { return el("ul", {{"class", "arasha-figures"}}, inside); }

Html section_nav(std::string_view label, const std::vector<Tab>& tabs, std::string_view current) {
  Html items;
  for (const Tab& tab : tabs) {
    items.add(el("li", {{"class", "moj-sub-navigation__item"}},
                 el("a", {{"class", "moj-sub-navigation__link"}, {"href", tab.address}, {"aria-current", "page", tab.address == current}}, tab.text)));
  }
  return el("nav", {{"class", "moj-sub-navigation"}, {"aria-label", std::string(label)}},
            el("ul", {{"class", "moj-sub-navigation__list"}}, items));
}

Html confirm(const Catalogue& words, const Confirm& confirm) {
  Html out = heading(confirm.question);
  if (!confirm.explanation.empty()) out.add(paragraph(confirm.explanation));
  const Html yes = el("button", {{"class", confirm.dangerous ? "govuk-button govuk-button--warning" : "govuk-button"}, {"type", "submit"}}, confirm.yes);
  out.add(post_form(confirm.action, confirm.csrf, confirm.fields, actions(yes, link(confirm.back, words.text(N_("Cancel"))))));
  return out;
}

}  // namespace arasha::web

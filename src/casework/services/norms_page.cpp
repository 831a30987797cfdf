// Norms: what the chosen country pack fixes, each with its source, its validity, and whether anybody verified it.
#include "casework/services/norms.h"
#include "pack/eligibility.h"

namespace arasha::casework {
namespace {

using pack::in_language;

class NormsPage {
 public:
  NormsPage(const Catalogue& words, const pack::Pack& pack, Date today) : words_(words), pack_(pack), today_(today) {}

  Html contents() {
    const pack::Contents& all = pack_.contents();
    Html out;
    out.add(part("services", N_("Special social services"), all.service_kinds(), [this](const pack::ServiceKind& kind) { return items_of(kind); }));
    out.add(part("eligibility", N_("Who pays for services"), all.eligibility(), [this](const pack::EligibilityRule& rule) { return conditions(rule); }));
    out.add(part("checklists", N_("Criteria"), all.checklists(), [this](const pack::Checklist& list) { return items_of(list); }));
    out.add(part("deadlines", N_("Deadlines"), all.deadlines(), [this](const pack::Deadline& deadline) { return periods(deadline); }));
    out.add(part("limits", N_("Limits"), all.limits(), [this](const pack::Limit& limit) { return Html::text(words_.text(N_("at most {1}"), {std::to_string(limit.most())})); }));
    out.add(part("retention", N_("How long cases are kept"), all.retention(), [this](const pack::Retention& rule) {
      return Html::text(rule.months() > 0 ? words_.plural("{1} month", "{1} months", rule.months()) : std::string(words_.text(N_("The organisation decides the number."))));
    }));
    out.add(part("task_sets", N_("Sets of tasks"), all.task_sets(), [this](const pack::TaskSet& set) { return items_of(set); }));
    out.add(part("institution_types", N_("Kinds of institutions"), all.institution_types(), [this](const pack::InstitutionType& type) {
      return type.identifies() ? Html::text(words_.text(N_("may identify and refer"))) : Html();
    }));
    out.add(part("institutions", N_("Institutions and hotlines"), all.institutions(), [this](const pack::Institution& one) { return phones(one); }));
    out.add(part("articles", N_("Articles of law"), all.articles(), [](const pack::Article&) { return Html(); }));
    return out;
  }
  std::int64_t norms() const { return norms_; }
  std::int64_t not_verified() const { return not_verified_; }

 private:
  const std::string& text(const pack::Text& text) const { return in_language(text, words_.language()); }
  static const pack::Text& title(const pack::EligibilityRule& rule) { return rule.reason(); }
  template <class OneNorm>
  static const pack::Text& title(const OneNorm& norm) { return norm.title(); }

  std::string date(const std::string& day) const { return date_label(words_, day); }

  Html validity(const pack::Norm& norm) const {
    Html out = Html::text(norm.valid_until().empty() ? words_.text(N_("from {1}"), {date(norm.valid_from())})
                                                     : words_.text(N_("from {1} to {2}"), {date(norm.valid_from()), date(norm.valid_until())}));
    if (pack::is_valid_on(norm, today_)) return out;
    out.add(" ");
    out.add(web::tag(web::Meaning::over, words_.text(norm.valid_from() > to_iso(today_) ? N_("not in force yet") : N_("no longer in force"))));
    return out;
  }

  // Source, validity, verified or not, note: of each norm.
  Html about(const pack::Norm& norm) {
    ++norms_;
    if (!pack::is_verified(norm)) ++not_verified_;
    Html out = el("p", {{"class", "arasha-quiet govuk-!-margin-bottom-1"}}, norm_html(words_, pack_, norm), " · ", validity(norm));
    if (norm.has_note()) out.add(el("p", {{"class", "arasha-quiet govuk-!-margin-bottom-1"}}, text(norm.note())));
    return out;
  }

  template <class List, class More>
  Html part(const char* id, const char* heading, const List& list, const More& more) {
    if (list.empty()) return {};
    Html items;
    for (const auto& one : list) {
      const std::string anchor = fill("{1}-{2}-{3}", {id, one.id(), one.norm().valid_from()});
      Html item = el("h3", {{"class", "govuk-heading-s govuk-!-margin-bottom-0"}}, text(title(one)));
      item.add(about(one.norm()));
      const Html rest = more(one);
      if (!rest.is_empty()) item.add(el("div", {}, rest));
      items.add(el("li", {{"id", anchor}}, item));
    }
    const std::string heading_id = fill("{1}-heading", {id});
    return el("section", {{"id", id}, {"aria-labelledby", heading_id}}, web::subheading(words_.text(heading), heading_id),
              el("ul", {{"class", "govuk-list govuk-list--spaced"}}, items));
  }

  Html items_of(const pack::ServiceKind& kind) {
    Html items;
    for (const pack::ServiceItem& item : kind.items()) items.add(el("li", {}, text(item.title()), about(item.norm())));
    if (items.is_empty()) return {};
    return web::details(words_.plural("{1} item", "{1} items", kind.items_size()), el("ul", {{"class", "govuk-list govuk-list--bullet"}}, items));
  }

  Html items_of(const pack::TaskSet& set) {
    Html items;
    for (const pack::TaskSet::Task& task : set.tasks()) items.add(el("li", {}, text(task.title())));
    return web::details(words_.plural("{1} task", "{1} tasks", set.tasks_size()), el("ul", {{"class", "govuk-list govuk-list--bullet"}}, items));
  }

  Html items_of(const pack::Checklist& list) {
    Html groups;
    int count = 0;
    for (const pack::ChecklistGroup& group : list.groups()) {
      Html items;
      for (const pack::ChecklistItem& item : group.items()) items.add(el("li", {}, text(item.title())));
      count += group.items_size();
      groups.add(el("p", {{"class", "govuk-body govuk-!-margin-bottom-1"}}, el("strong", {}, text(group.title()))));
      groups.add(el("ul", {{"class", "govuk-list govuk-list--bullet"}}, items));
    }
    return web::details(words_.plural("{1} question", "{1} questions", count), groups);
  }

  template <class List, class Word>
  std::string joined(const List& list, const Word& word) const {
    std::string out;
    for (const auto& one : list) out += (out.empty() ? "" : ", ") + word(one);
    return out;
  }

  Html conditions(const pack::EligibilityRule& rule) const {
    web::SummaryList list;
    list.add(words_.text(N_("Who pays")), label(words_, "service_outcome", std::string(pack::code(rule.outcome()))));
    list.add(words_.text(N_("For whom")), joined(rule.groups(), [this](int group) { return label(words_, "service_group", std::string(pack::code(static_cast<pack::Group>(group)))); }));
    list.add(words_.text(N_("Identification")), joined(rule.statuses(), [this](int status) { return label(words_, "identification_status", std::string(pack::code(static_cast<pack::Status>(status)))); }));
    list.add(words_.text(N_("Kinds of services")), joined(rule.kinds(), [&](const std::string& id) {
      const pack::ServiceKind* kind = pack_.service_kind_on(id, today_);
      return kind == nullptr ? id : text(kind->title());
    }));
    return list.html();
  }

  Html periods(const pack::Deadline& deadline) const {
    std::string out;
    const auto put = [&](const std::string& one) { out += (out.empty() ? "" : ", ") + one; };
    for (const std::uint32_t days : deadline.days()) put(words_.plural("{1} day", "{1} days", days));
    for (const std::uint32_t months : deadline.months()) put(words_.plural("{1} month", "{1} months", months));
    if (deadline.repeats()) put(std::string(words_.text(N_("again and again"))));
    return Html::text(out);
  }

  Html phones(const pack::Institution& institution) const {
    Html out;
    for (const std::string& phone : institution.phones()) {
      if (!out.is_empty()) out.add(", ");
      out.add(phone);
    }
    if (institution.hotline()) {
      out.add(" ");
      out.add(web::tag(web::Meaning::active, words_.text(N_("Hotline"))));
    }
    return out;
  }

  const Catalogue& words_;
  const pack::Pack& pack_;
  Date today_;
  std::int64_t norms_ = 0;
  std::int64_t not_verified_ = 0;
};

// Addresses are text, not links: a press on one would tell somebody outside that this machine reads about trafficking.
Html sources_html(const Catalogue& words, const pack::Pack& pack) {
  Html items;
  for (const pack::Source& source : pack.contents().sources()) {
    Html item = Html::text(pack::in_language(source.title(), words.language()));
    if (!source.citation().empty()) item.add(el("div", {{"class", "arasha-quiet"}, {"lang", "en"}}, source.citation()));
    if (!source.url().empty()) item.add(el("div", {{"class", "arasha-quiet arasha-kept"}}, source.url()));
    items.add(el("li", {}, item));
  }
  if (items.is_empty()) return {};
  return el("section", {{"aria-labelledby", "sources-heading"}}, web::subheading(words.text(N_("Sources")), "sources-heading"),
            el("ul", {{"class", "govuk-list govuk-list--spaced"}}, items));
}

web::Response show_norms(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const pack::Pack& pack = norms_of(desk);
  NormsPage norms(words, pack, today(desk));
  const Html contents = norms.contents();
  web::Page page = visit.page(std::string(words.text(N_("Norms"))));
  page.back = "/";
  page.main = web::heading(pack::in_language(pack.about().title(), words.language()), page.title);
  if (desk.shelf.is_missing(desk.vault.directory()->setting(pack::kPackSetting))) {
    page.main.add(web::warning(words, words.text(N_("The chosen country pack is not here. Until it is back, the international minimum counts. Ask whoever looks after the server."))));
  }
  page.main.add(web::paragraph(words.text(N_("What law and practice fix, as this program uses it. Version {1}."), {std::to_string(pack.about().version())})));
  page.main.add(web::paragraph(words.text(N_("Norms: {1}; not verified: {2}."), {words.number(norms.norms()), words.number(norms.not_verified())})));
  page.main.add(web::inset(Html::text(words.text(N_("“Not verified” means: nobody compared this with the text of the act yet. Look there before you rely on it.")))));
  page.main.add(contents);
  page.main.add(sources_html(words, pack));
  return web::Response::page(web::layout(page));
}

}  // namespace

const pack::Pack& norms_of(const Desk& desk) { return desk.shelf.chosen(desk.vault.directory()->setting(pack::kPackSetting)); }

Html verified_html(const Catalogue& words, const pack::Norm& norm) {
  if (pack::is_verified(norm)) return Html::text(words.text(N_("verified on {1}"), {date_label(words, norm.verified_on())}));
  return web::tag(web::Meaning::waiting, words.text(N_("not verified")));
}

Html norm_html(const Catalogue& words, const pack::Pack& pack, const pack::Norm& norm) {
  Html out;
  if (const pack::Source* source = pack.source(norm.source())) {
    out.add(pack::in_language(source->title(), words.language()));
  }
  if (!norm.article().empty()) {
    out.add(", ");
    out.add(words.text(N_("article {1}"), {norm.article()}));
  }
  out.add(" · ");
  out.add(verified_html(words, norm));
  return out;
}

std::string rule_address(const pack::EligibilityRule& rule) { return "/norms#eligibility-" + rule.id() + "-" + rule.norm().valid_from(); }

void add_norm_pages(web::Site& site, const Desk& desk) { on_get(site, desk, "/norms", show_norms); }

}  // namespace arasha::casework

#include "casework/timeline.h"

#include <algorithm>
#include <map>

#include "arasha/clues.pb.h"
#include "arasha/handover_bundle.pb.h"
#include "arasha/legal.pb.h"
#include "arasha/letters.pb.h"
#include "arasha/person.pb.h"
#include "arasha/retention.pb.h"
#include "arasha/tasks.pb.h"
#include "casework/consent/words.h"
#include "casework/differences.h"
#include "casework/lists/flags.h"
#include "casework/plan/panel.h"
#include "casework/returning/words.h"
#include "casework/screening/link.h"
#include "casework/services/words.h"
#include "vault/origin.h"

namespace arasha::casework {
namespace {

constexpr std::size_t kPerPage = 40;

const char* title_of(const Item& item) {
  const schema::EntryType* type = type_of(item);
  return type != nullptr ? type->title.c_str() : N_("Entry of a newer program");
}

Html links(const Visit& visit, const Timeline& timeline, const TimelineEntry& entry) {
  const Catalogue& words = visit.words;
  const std::string id = entry.item->latest().id.text();
  const std::string end = "?case=" + timeline.case_file.text();
  const std::string base = "/file/" + entry.file.text();
  const std::string_view title = words.text(title_of(*entry.item));
  return el("p", {{"class", "arasha-entry__links"}}, web::link(base + "/correct/" + id + end, words.text(N_("Correct")), title), " ",
            web::link(base + "/erase/" + id + end, words.text(N_("Erase")), title), " ",
            entry.item->versions.size() < 2 ? Html() : web::link(base + "/history/" + id + end, words.text(N_("Field by field")), title));
}

Html entry_html(const Visit& visit, const vault::Directory& state, const Timeline& timeline, const TimelineEntry& entry) {
  const Catalogue& words = visit.words;
  const Item& item = *entry.item;
  const Version& latest = item.latest();
  Html out = el("h4", {{"class", "govuk-heading-s govuk-!-margin-bottom-0"}}, headline_of(visit, state, timeline.story, item));
  std::string by = author_name(state, item.first()) + ", " + words.moment(item.first().time);
  // Its second version says that everything is there, to the program.
  if (vault::is_origin(item.type)) return el("li", {{"class", "arasha-entry"}}, out, el("p", {{"class", "arasha-quiet arasha-entry__by"}}, by));
  if (item.versions.size() > 1) by += " · " + words.text(N_("corrected: {1}, {2}"), {author_name(state, latest), words.moment(latest.time)});
  out.add(el("p", {{"class", "arasha-quiet arasha-entry__by"}}, by));
  if (latest.erased) {
    out.add(el("p", {{"class", "govuk-body"}}, words.text(N_("Erased."))));
    return el("li", {{"class", "arasha-entry"}}, out);
  }
  // Answers whose definition is not understood here say nothing but their form.
  if (latest.message == nullptr || (type_of(item) != nullptr && type_of(item)->own_form && type_of(item)->internal)) {
    out.add(el("p", {{"class", "govuk-body"}}, words.text(N_("This entry was written by a newer program. Ask your administrator to bring this one up to date."))));
    return el("li", {{"class", "arasha-entry"}}, out);
  }
  const schema::EntryType* type = type_of(item);
  const bool internal = type != nullptr && type->internal;
  const bool told_above = !timeline.printing && (item.as<SafeContact>() != nullptr || item.as<Alerts>() != nullptr);
  if (told_above) out.add(el("p", {{"class", "arasha-quiet"}}, words.text(N_("It stands at the top of the page."))));
  else if (!internal || tells_of_sharing(item) || item.as<LegalHoldLifted>() != nullptr || item.as<ErasureProposed>() != nullptr || item.as<ErasureStopped>() != nullptr || item.as<PaperMade>() != nullptr) out.add(values_of(words, *latest.message));
  else if (!internal) out.add(values_of(words, *latest.message));
  if (timeline.story != nullptr) out.add(plan_lines(visit, state, *timeline.story, item, timeline.writes && !timeline.printing));
  if (timeline.story != nullptr) out.add(resting_lines(words, timeline.case_file, *timeline.story, item));
  out.add(history_of(visit, state, item, timeline.printing));
  const bool hers = timeline.may_change == nullptr || timeline.may_change->contains(item.compartment);
  if (!timeline.printing && !internal && hers) out.add(links(visit, timeline, entry));
  return el("li", {{"class", "arasha-entry"}}, out);
}

// The types that stand in the story, each a link that shows them alone.
Html type_filter(const Visit& visit, const Timeline& timeline, std::string_view chosen) {
  const Catalogue& words = visit.words;
  struct Counted {
    const char* title = "";
    std::int64_t count = 0;
  };
  std::map<std::pair<std::uint16_t, std::string>, Counted> kinds;
  for (const TimelineEntry& entry : timeline.entries) {
    if (entry.item->closed || !is_told(*entry.item)) continue;
    Counted& kind = kinds[{entry.item->type, kind_of(*entry.item)}];
    kind.title = title_of(*entry.item);
    ++kind.count;
  }
  Html items;
  const std::string base = "/case/" + timeline.case_file.text();
  const auto add = [&](const std::string& address, std::string_view text, bool current) {
    items.add(el("li", {}, el("a", {{"class", "arasha-filter-link"}, {"href", address + "#timeline"}, {"aria-current", "true", current}}, text)));
  };
  add(base, words.text(N_("Everything")), chosen.empty());
  for (const auto& [which, kind] : kinds) {
    const std::string& name = which.second;
    if (!name.empty()) add(base + "?type=" + name, std::string(words.text(kind.title)) + " " + words.number(kind.count), chosen == name);
  }
  return el("nav", {{"aria-label", std::string(words.text(N_("Kind of entry")))}, {"class", "arasha-filter-links"}}, el("ul", {}, items));
}

}  // namespace

Html headline_of(const Visit& visit, const vault::Directory& state, const Story* story, const Item& item) {
  const Catalogue& words = visit.words;
  Html out = Html::text(words.text(title_of(item)));
  std::string what;
  if (const auto* one = item.as<ServiceGiven>()) what = service_title(words, *one);
  if (const auto* one = item.as<Need>()) what = label(words, "assistance", one->kind());
  if (const auto* one = item.as<Identification>()) what = label(words, "identification_status", one->status());
  if (const auto* one = item.as<Screening>()) what = words.text(N_("{1} (advice)"), {label(words, "screening_result", one->result())});
  if (const auto* one = item.as<LegalStep>()) what = label(words, "legal_step", one->kind());
  if (const auto* one = item.as<Consent>()) what = label(words, "consent_purpose", one->purpose()) + " – " + label(words, "consent_answer", one->answer());
  if (const auto* one = item.as<Return>()) what = label(words, "return_decision", one->decision());
  if (const auto* one = item.as<Closure>()) what = label(words, "closure_reason", one->reason());
  if (const auto* one = item.as<FamilyLink>()) what = label(words, "family_relation", one->relation());
  if (const auto* one = item.as<Task>()) what = member_name(state, one->member());
  if (const auto* one = item.as<Hearing>()) what = label(words, "hearing_kind", one->what());
  if (const auto* one = item.as<LegalStatus>()) what = label(words, "stay_status", one->status());
  if (const auto* one = item.as<LegalHold>()) what = label(words, "hold_ground", one->ground());
  if (const auto* one = item.as<ErasureProposed>()) what = label(words, "erasure_ground", one->ground());
  if (const auto* one = item.as<CaseFlag>()) what = flag_text(words, *one);
  if (const auto* one = item.as<PaperMade>()) what = label(words, "paper_kind", one->kind());
  if (const auto* one = item.as<Clue>()) what = label(words, "clue_kind", one->kind());
  if (const auto* one = item.as<LegalClue>()) what = label(words, "clue_kind", one->kind());
  if (const auto* one = item.as<CrossCheck>()) what = label(words, "cross_check", one->what());
  if (const auto* one = item.as<CaseOrigin>()) what = one->alias().empty() ? one->organisation() : one->organisation() + ", " + one->alias();
  if (const auto* one = item.as<Assignment>()) what = member_name(state, one->member());
  if (what.empty() && story != nullptr) what = plan_headline(words, *story, item);
  if (what.empty()) what = sharing_headline(words, item);
  if (what.empty()) what = returning_headline(words, item);
  if (!what.empty()) out.add(": " + what);
  return out;
}

bool is_told(const Item& item) {
  const schema::EntryType* type = schema::entry_type(item.type);
  // Who wrote what elsewhere is told with each entry; where the case came from stands for itself.
  if (vault::is_origin(item.type)) {
    const auto* origin = item.as<CaseOrigin>();
    return origin != nullptr && !origin->organisation().empty();
  }
  // Joinings are told by a panel, and only to those who may open both files.
  if (item.as<PersonMerged>() != nullptr || item.as<PersonMergedInto>() != nullptr || item.as<PersonUnmerged>() != nullptr) return false;
  return type == nullptr || (type->descriptor != CaseForShift::descriptor() && type->descriptor->name() != "Facts");
}

Html differences_html(const Catalogue& words, const google::protobuf::Message& before, const google::protobuf::Message& after) {
  Html rows;
  for (const Difference& one : differences(before, after, words)) {
    Html value;
    if (!one.before.empty()) value.add(el("del", {}, one.before));
    if (!one.before.empty() && !one.after.empty()) value.add(" ");
    if (!one.after.empty()) value.add(el("ins", {}, one.after));
    rows.add(el("div", {{"class", "arasha-value"}}, el("dt", {}, one.label), el("dd", {{"class", "arasha-kept"}}, value)));
  }
  return rows.is_empty() ? Html() : el("dl", {{"class", "arasha-values"}}, rows);
}

Html history_of(const Visit& visit, const vault::Directory& state, const Item& item, bool open) {
  if (item.versions.size() < 2) return {};
  const Catalogue& words = visit.words;
  Html out;
  for (std::size_t i = item.versions.size(); i-- > 0;) {
    const Version& version = item.versions[i];
    out.add(el("p", {{"class", "arasha-quiet govuk-!-margin-bottom-1"}}, author_name(state, version), ", ", words.moment(version.time)));
    if (i == 0) out.add(el("p", {{"class", "govuk-body-s"}}, words.text(N_("Recorded for the first time."))));
    else if (version.message != nullptr && item.versions[i - 1].message != nullptr) out.add(differences_html(words, *item.versions[i - 1].message, *version.message));
  }
  return web::details(words.plural("{1} version", "{1} versions", static_cast<std::int64_t>(item.versions.size())), out, open);
}

Html timeline_html(const Visit& visit, const vault::Directory& state, const Timeline& timeline) {
  const Catalogue& words = visit.words;
  std::string_view chosen = timeline.printing ? std::string_view() : visit.request.query.get("type");
  const auto is_chosen = [&](const TimelineEntry& entry) { return kind_of(*entry.item) == chosen; };
  // A kind of which there is nothing is none.
  if (std::none_of(timeline.entries.begin(), timeline.entries.end(), is_chosen) && schema::entry_type(chosen) == nullptr) chosen = {};
  std::vector<TimelineEntry> shown;
  std::int64_t closed = 0;
  for (const TimelineEntry& entry : timeline.entries) {
    if (entry.item->closed) closed += vault::is_origin(entry.item->type) ? 0 : 1;
    else if (is_told(*entry.item) && (chosen.empty() || is_chosen(entry))) shown.push_back(entry);
  }
  std::stable_sort(shown.begin(), shown.end(), [](const TimelineEntry& a, const TimelineEntry& b) {
    return std::tuple(b.item->first().time, b.item->first().seq) < std::tuple(a.item->first().time, a.item->first().seq);
  });
  const auto paging = web::Paging::of(visit.request.query, shown.size(), timeline.printing ? std::max<std::size_t>(1, shown.size()) : kPerPage);

  Html out = web::subheading(words.text(N_("Timeline")), "timeline");
  if (!timeline.printing) out.add(type_filter(visit, timeline, chosen));
  // How much is closed is said once, without its kinds, authors and times.
  if (closed > 0) out.add(el("p", {{"class", "govuk-hint"}}, words.plural("{1} more entry is recorded and not shown to you.", "{1} more entries are recorded and not shown to you.", closed)));
  std::string day;
  Html items;
  const auto close_day = [&] {
    if (!items.is_empty()) out.add(el("ol", {{"class", "arasha-timeline"}}, items));
    items = Html();
  };
  for (std::size_t i = paging.first; i < paging.last; ++i) {
    const std::string this_day = to_iso(local_day(shown[i].item->first().time));
    if (this_day != day) {
      close_day();
      out.add(el("h3", {{"class", "arasha-day"}}, date_label(words, this_day)));
      day = this_day;
    }
    items.add(entry_html(visit, state, timeline, shown[i]));
  }
  close_day();
  if (paging.pages > 1) out.add(web::pagination(words, paging, "/case/" + timeline.case_file.text(), visit.request.query));
  return out;
}

}  // namespace arasha::casework

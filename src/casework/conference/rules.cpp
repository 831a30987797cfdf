#include "casework/conference/rules.h"

#include <algorithm>
#include <set>

#include "arasha/conference.pb.h"
#include "base/catalogue.h"
#include "base/text.h"
#include "casework/mistakes.h"
#include "casework/rules.h"

namespace arasha::casework {
namespace {

// Whether that organisation was given all of it on that day, for that purpose.
bool stands_as_given(const Story& story, const Outflow& outflow, const std::string& date) {
  std::set<std::string> missing(outflow.groups.begin(), outflow.groups.end());
  for (const Item* item : story.all<Shared>()) {
    const auto* given = item->as<Shared>();
    if (given->date() != date || given->purpose() != outflow.purpose ||
        !is_same_recipient(given->recipient(), outflow.recipient))
      continue;
    for (const std::string& group : given->groups()) missing.erase(group);
  }
  return missing.empty();
}

// Whether it was released to that organisation for this conference, when it was invited. That it is still permitted is asked
// elsewhere: here only, that it does not stand twice.
bool was_released_for(const Story& story, const Outflow& outflow, const std::string& date) {
  std::set<std::string> missing(outflow.groups.begin(), outflow.groups.end());
  for (const Item* item : story.all<ConferenceRelease>()) {
    const auto* release = item->as<ConferenceRelease>();
    const auto id = EntryId::from_text(release->conference());
    const Item* planned = id ? story.find(*id) : nullptr;
    const auto* plan = planned == nullptr ? nullptr : planned->as<ConferencePlan>();
    if (plan == nullptr || plan->date() != date || release->purpose() != outflow.purpose ||
        !is_same_recipient(release->recipient(), outflow.recipient))
      continue;
    for (const std::string& group : release->groups()) missing.erase(group);
  }
  return missing.empty();
}

Outflow outflow_to(const CaseConference& conference, const CaseConference::Guest& guest) {
  return {
      conference.purpose(), guest.organisation(), {conference.groups().begin(), conference.groups().end()}};
}

}  // namespace

std::string doer_of(const CaseConference& conference, const std::string& number) {
  for (const std::string& line : conference.doers()) {
    const auto blank = line.find(' ');
    if (!number.empty() && blank != std::string::npos && line.compare(0, blank, number) == 0)
      return line.substr(blank + 1);
  }
  return {};
}

void put_doers(CaseConference& conference, const std::vector<Named>& colleagues) {
  conference.clear_doers();
  for (const auto& decision : conference.decisions()) {
    const auto is_named = [&](const Named& one) { return is_same_recipient(one.name, decision.who()); };
    const auto found = std::find_if(colleagues.begin(), colleagues.end(), is_named);
    if (decision.who().empty() || found == colleagues.end() ||
        std::find_if(found + 1, colleagues.end(), is_named) != colleagues.end())
      continue;
    conference.add_doers(decision.number() + " " + found->id);
  }
}

std::vector<Shared> heard_outside(const Story& story, const CaseConference& conference) {
  std::vector<Shared> out;
  for (const auto& guest : conference.guests()) {
    const Outflow outflow = outflow_to(conference, guest);
    const bool twice = std::any_of(out.begin(), out.end(), [&](const Shared& one) {
      return is_same_recipient(one.recipient(), guest.organisation());
    });
    if (twice || stands_as_given(story, outflow, conference.date()) ||
        was_released_for(story, outflow, conference.date()))
      continue;
    Shared one;
    one.set_date(conference.date());
    one.set_purpose(outflow.purpose);
    one.set_recipient(outflow.recipient);
    *one.mutable_groups() = conference.groups();
    one.set_how("spoken");
    out.push_back(std::move(one));
  }
  return out;
}

void check_guests(const Story& story, const CaseConference& conference, Age age, Date today, Errors& errors) {
  if (conference.guests().empty()) return;
  if (conference.purpose().empty())
    add(errors, "purpose",
        N_("There were people from outside: choose the purpose to which the person agreed."));
  if (conference.groups().empty())
    add(errors, "groups",
        N_("There were people from outside: choose what was talked about in front of them."));
  if (conference.purpose().empty() || conference.groups().empty()) return;
  const auto day = date_from_iso(conference.date());
  for (int i = 0; i < conference.guests_size(); ++i) {
    const Outflow outflow = outflow_to(conference, conference.guests(i));
    if (stands_as_given(story, outflow, conference.date())) continue;
    const Decision decision = decide(story, outflow, age, day ? *day : today);
    if (!decision.permitted())
      add(errors, schema::row_name("guests", i) + "-organisation", sentence_of(decision.refusal));
  }
}

void check_conference(const Story& others, const google::protobuf::Message& entry, Date today_date,
                      Errors& errors) {
  const auto* conference = dynamic_cast<const CaseConference*>(&entry);
  if (conference == nullptr) return;
  const std::string today = to_iso(today_date);
  not_in_the_future(errors, "date", conference->date(), today);
  not_after_closure(others, conference->date(), errors);
  if (is_before(conference->next(), conference->date()))
    add(errors, "next", N_("The next time lies before the day of this entry. Correct one of the two dates."));
  for (int i = 0; i < conference->decisions_size(); ++i) {
    const auto& decision = conference->decisions(i);
    not_in_the_future(errors, schema::row_name("decisions", i) + "-done", decision.done(), today);
    if (!is_before(decision.by(), conference->date())) continue;
    add(errors, schema::row_name("decisions", i) + "-by",
        N_("This day lies before the conference. Correct one of the two dates."));
  }
  check_guests(others, *conference, Age::adult, today_date, errors);
}

}  // namespace arasha::casework

#include "pack/check.h"

#include <algorithm>
#include <set>

#include "base/catalogue.h"
#include "base/time.h"
#include "pack/problems.h"

namespace arasha::pack {
namespace {

constexpr std::uint32_t kMostDays = 36'500;  // a hundred years
constexpr std::uint32_t kMostMonths = 1'200;

void check_about(Problems& problems, const Draft& draft) {
  const auto say = [&](const Place& place, const char* sentence) {
    problems.add(place, {ErrorCode::invalid_input, sentence});
  };
  if (draft.abouts.empty()) {
    return say({}, N_("The pack does not say what it is. Write about { id country title version } in one of "
                      "its files."));
  }
  if (draft.abouts.size() > 1)
    return say(draft.abouts[1], N_("The pack says twice what it is. Keep one about."));
  const About& about = draft.contents.about();
  if (!is_id(about.id()))
    say(draft.abouts[0], N_("The pack needs an id: small letters, digits, hyphens, at most 60."));
  if (about.version() == 0)
    say(draft.abouts[0], N_("The pack needs a version: 1, and one more with each change."));
  const std::string& country = about.country();
  const auto& countries = country_codes();
  if (!country.empty() && std::find(countries.begin(), countries.end(), country) == countries.end()) {
    say(draft.abouts[0],
        N_("The country of the pack is written with two capital letters, as KZ, or left out."));
  }
}

bool begins_with_web_scheme(const std::string& url) {
  return url.starts_with("https://") || url.starts_with("http://");
}

std::set<std::string> check_sources(Problems& problems) {
  std::set<std::string> ids;
  const int list = Contents::kSourcesFieldNumber;
  for (int i = 0; i < problems.contents().sources_size(); ++i) {
    const Source& source = problems.contents().sources(i);
    const std::string id = shown(source.id());
    if (!is_id(source.id()))
      problems.add(list, i, N_("An id is written with small letters, digits and hyphens, at most 60."), {});
    if (!ids.insert(source.id()).second) problems.add(list, i, N_("The id “{1}” stands twice."), {id});
    if (source.url().empty() && source.citation().empty())
      problems.add(list, i, N_("The source “{1}” needs an address or a citation."), {id});
    if (!source.url().empty() && !begins_with_web_scheme(source.url())) {
      problems.add(list, i, N_("The address of the source “{1}” begins with https:// or http://."), {id});
    }
  }
  return ids;
}

// False where the days are not to be compared.
bool check_norm(Problems& problems, int list, int index, const std::string& id, const Norm& norm,
                const std::set<std::string>& sources) {
  const std::string name = shown(id);
  const auto say = [&](const char* sentence) { problems.add(list, index, sentence, {name}); };
  if (!sources.contains(norm.source())) {
    problems.add(list, index, N_("“{1}” names the source “{2}”, which this pack does not have."),
                 {name, shown(norm.source())});
  }
  if (norm.verified_on().empty() != norm.not_verified()) {
    say(N_("“{1}” needs one of the two: verified_on with the day, or not_verified: true."));
  } else if (!norm.verified_on().empty() && !date_from_iso(norm.verified_on())) {
    say(N_("verified_on of “{1}” is not a day. Write it as 2026-03-27."));
  }
  const auto from = date_from_iso(norm.valid_from());
  if (!from) say(N_("valid_from of “{1}” is not a day. Write it as 2026-03-27."));
  if (norm.valid_until().empty()) return from.is_ok();
  const auto until = date_from_iso(norm.valid_until());
  if (!until) {
    say(N_("valid_until of “{1}” is not a day. Write it as 2026-03-27, or leave it out."));
  } else if (from && *until < *from) {
    say(N_("valid_until of “{1}” lies before its valid_from."));
  } else {
    return from.is_ok();
  }
  return false;
}

bool overlap(const Norm& one, const Norm& other) {
  const auto begins_after = [](const Norm& late, const Norm& early) {
    return !early.valid_until().empty() && late.valid_from() > early.valid_until();
  };
  return !begins_after(one, other) && !begins_after(other, one);
}

// Ids, validity, and that the versions of one norm have no day in common.
template <class List>
void check_versions(Problems& problems, int number, const List& list, const std::set<std::string>& sources) {
  std::map<std::string_view, std::vector<const Norm*>> versions;
  for (int i = 0; i < list.size() && !problems.is_full(); ++i) {
    const std::string& id = list[i].id();
    if (!is_id(id)) {
      problems.add(number, i, N_("An id is written with small letters, digits and hyphens, at most 60."), {});
      continue;
    }
    if (!list[i].has_norm() || !check_norm(problems, number, i, id, list[i].norm(), sources)) continue;
    auto& others = versions[id];
    const Norm& norm = list[i].norm();
    const auto meets = [&](const Norm* other) { return overlap(norm, *other); };
    if (const auto other = std::find_if(others.begin(), others.end(), meets); other != others.end()) {
      const bool same =
          (*other)->valid_from() == norm.valid_from() && (*other)->valid_until() == norm.valid_until();
      problems.add(
          number, i,
          same ? N_("The id “{1}” stands twice.")
               : N_("Two versions of “{1}” are valid on the same day. Give the older one a valid_until."),
          {id});
    }
    others.push_back(&norm);
  }
}

void check_items(Problems& problems, const std::set<std::string>& sources) {
  const Contents& contents = problems.contents();
  const int list = Contents::kServiceKindsFieldNumber;
  for (int i = 0; i < contents.service_kinds_size() && !problems.is_full(); ++i) {
    check_versions(problems, list, contents.service_kinds(i).items(), sources);
  }
}

void check_checklists(Problems& problems) {
  const Contents& contents = problems.contents();
  const int list = Contents::kChecklistsFieldNumber;
  for (int i = 0; i < contents.checklists_size() && !problems.is_full(); ++i) {
    const Checklist& checklist = contents.checklists(i);
    const std::string name = shown(checklist.id());
    if (checklist.groups().empty()) problems.add(list, i, N_("The checklist “{1}” has no group."), {name});
    std::set<std::string_view> groups;
    std::set<std::string_view> items;
    for (const ChecklistGroup& group : checklist.groups()) {
      if (!is_id(group.id()) || !groups.insert(group.id()).second) {
        problems.add(list, i, N_("Every group of the checklist “{1}” needs an id of its own."), {name});
      }
      if (group.items().empty())
        problems.add(list, i, N_("A group of the checklist “{1}” is empty."), {name});
      for (const ChecklistItem& item : group.items()) {
        if (is_id(item.id()) && items.insert(item.id()).second) continue;
        problems.add(list, i, N_("Every item of the checklist “{1}” needs an id of its own."), {name});
      }
    }
  }
}

template <class Numbers>
bool is_ascending(const Numbers& numbers, std::uint32_t most) {
  std::uint32_t before = 0;
  for (const std::uint32_t number : numbers) {
    if (number <= before || number > most) return false;
    before = number;
  }
  return true;
}

void check_numbers(Problems& problems) {
  const Contents& contents = problems.contents();
  for (int i = 0; i < contents.deadlines_size(); ++i) {
    const Deadline& deadline = contents.deadlines(i);
    const auto say = [&](const char* sentence) {
      problems.add(Contents::kDeadlinesFieldNumber, i, sentence, {shown(deadline.id())});
    };
    if (deadline.days().empty() == deadline.months().empty())
      say(N_("The deadline “{1}” needs days or months, one of the two."));
    if (!is_ascending(deadline.days(), kMostDays) || !is_ascending(deadline.months(), kMostMonths)) {
      say(N_(
          "The numbers of the deadline “{1}” are more than zero, at most a hundred years, and ascending."));
    }
    if (deadline.repeats() && deadline.days_size() + deadline.months_size() > 1)
      say(N_("The deadline “{1}” repeats, so that it has one number only."));
  }
  for (int i = 0; i < contents.limits_size(); ++i) {
    const Limit& limit = contents.limits(i);
    if (limit.most() == 0)
      problems.add(Contents::kLimitsFieldNumber, i, N_("The limit “{1}” is zero."), {shown(limit.id())});
  }
}

bool is_phone(const std::string& phone) {
  const auto fits = [](char c) {
    return (c >= '0' && c <= '9') || c == '+' || c == '-' || c == ' ' || c == '(' || c == ')';
  };
  return !phone.empty() && phone.size() <= 30 && std::all_of(phone.begin(), phone.end(), fits);
}

template <class List>
bool has_id(const List& list, const std::string& id) {
  return std::any_of(list.begin(), list.end(), [&](const auto& norm) { return norm.id() == id; });
}

void check_institutions(Problems& problems) {
  const Contents& contents = problems.contents();
  const int list = Contents::kInstitutionsFieldNumber;
  for (int i = 0; i < contents.institutions_size() && !problems.is_full(); ++i) {
    const Institution& institution = contents.institutions(i);
    const std::string name = shown(institution.id());
    if (!has_id(contents.institution_types(), institution.type())) {
      problems.add(list, i, N_("“{1}” names the type “{2}”, which this pack does not have."),
                   {name, shown(institution.type())});
    }
    if (!std::all_of(institution.phones().begin(), institution.phones().end(), is_phone)) {
      problems.add(list, i, N_("A telephone number of “{1}” has digits, blanks, brackets, + and - only."),
                   {name});
    }
    if (institution.hotline() && institution.phones().empty())
      problems.add(list, i, N_("The hotline “{1}” has no number."), {name});
    if (institution.emergency() && institution.phones().empty())
      problems.add(list, i, N_("The emergency service “{1}” has no number."), {name});
  }
}

bool check_size(Problems& problems) {
  const Contents& contents = problems.contents();
  int norms = contents.sources_size();
  for_each_list(contents, [&](int, const auto& list) { norms += list.size(); });
  for (const ServiceKind& kind : contents.service_kinds()) norms += kind.items_size();
  const auto limit = [&](int number, int most, const char* sentence) {
    if (number > most) problems.add({}, {ErrorCode::too_large, sentence, {std::to_string(most)}});
  };
  limit(norms, kMostNorms, N_("The pack has more than {1} norms."));
  limit(contents.eligibility_size(), kMostRules, N_("The pack has more than {1} rules of eligibility."));
  limit(contents.service_kinds_size(), kMostKinds, N_("The pack has more than {1} kinds of services."));
  return problems.is_empty();
}

}  // namespace

std::vector<Problem> check(const Draft& draft) {
  Problems problems(draft);
  if (!check_size(problems)) return problems.take();
  check_about(problems, draft);
  check_texts(problems);
  const auto sources = check_sources(problems);
  for_each_list(draft.contents,
                [&](int number, const auto& list) { check_versions(problems, number, list, sources); });
  check_items(problems, sources);
  check_checklists(problems);
  check_numbers(problems);
  check_institutions(problems);
  check_retention(problems);
  check_rules(problems);
  auto found = problems.take();
  std::stable_sort(found.begin(), found.end(), [](const Problem& one, const Problem& other) {
    return std::tie(one.place.file, one.place.line) < std::tie(other.place.file, other.place.line);
  });
  return found;
}

}  // namespace arasha::pack

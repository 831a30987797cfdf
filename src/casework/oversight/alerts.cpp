#include "casework/oversight/alerts.h"

#include <algorithm>
#include <ctime>
#include <deque>

#include "casework/oversight/glass.h"
#include "projection/names.h"

namespace arasha::casework {
namespace {

constexpr SignWords kWords[] = {
    {Sign::many_files, "many", "alert_many", 30, N_("Many files in an hour"), N_("Many files: from how many in an hour"), N_("Different files that one member opened, printed or exported.")},
    {Sign::night, "night", "alert_night", 5, N_("At night"), N_("At night: from how many files in one night"), N_("A house with a night shift chooses a higher number.")},
    {Sign::same_name, "name", "alert_name", 1, N_("The person has the same surname"), N_("The same surname: from how many files in a day"), N_("The member and the person have the same surname, in any alphabet.")},
    {Sign::after_closing, "closed", "alert_closed", 3, N_("Closed cases opened"), N_("Closed cases: from how many in a day"), N_("Cases that were closed when they were opened.")},
};

constexpr auto kWindow = std::chrono::hours(24 * 31);
constexpr std::size_t kBatch = 1'000;
constexpr std::size_t kMostLines = 50'000;
constexpr std::size_t kMostKept = 1'000;
constexpr std::size_t kMostMarks = 2'000;
constexpr std::string_view kPlace = "/readings/alerts";
constexpr std::uint8_t kVersion = 1;

std::tm local(Time time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm out{};
  ::localtime_r(&seconds, &out);
  return out;
}

// The noon before that moment.
Time noon_before(Time time) {
  std::tm parts = local(time);
  if (parts.tm_hour < 12) --parts.tm_mday;
  parts.tm_hour = 12;
  parts.tm_min = parts.tm_sec = 0;
  parts.tm_isdst = -1;
  return Time(std::chrono::seconds(std::mktime(&parts)));
}

bool is_night(const AlertRules& rules, Time time) {
  const int hour = local(time).tm_hour;
  if (rules.night_from == rules.night_until) return false;
  if (rules.night_from < rules.night_until) return rules.night_from <= hour && hour < rules.night_until;
  return hour >= rules.night_from || hour < rules.night_until;
}

bool shows_a_file(vault::Action action) {
  return action == vault::Action::opened || action == vault::Action::printed || action == vault::Action::exported || action == vault::Action::emergency;
}

// Lines of one member and one sign that belong together.
struct Group {
  Alert alert;
  std::set<FileId> files;
  void take(const vault::RecordedReading& line) {
    if (files.empty()) {
      alert.member = line.reading.member;
      alert.from = line.reading.time;
      alert.first = line.seq;
    }
    alert.until = line.reading.time;
    if (!files.insert(line.reading.file).second) return;
    if (alert.files.size() < kAlertFiles) alert.files.push_back(line.reading.file);
    alert.count = static_cast<std::uint32_t>(files.size());
  }
};

// Many files in an hour: the hour slides with each line, and an alert goes on while it stays full.
class Hours {
 public:
  Hours(int least, std::vector<Alert>& out) : least_(static_cast<std::size_t>(least)), out_(out) {}
  void take(const vault::RecordedReading& line) {
    if (line.reading.file.is_nil()) return;
    Member& one = members_[line.reading.member];
    while (!one.hour.empty() && one.hour.front().reading.time + std::chrono::hours(1) <= line.reading.time) {
      const auto found = one.counts.find(one.hour.front().reading.file);
      if (--found->second == 0) one.counts.erase(found);
      one.hour.pop_front();
    }
    one.hour.push_back(line);
    ++one.counts[line.reading.file];
    if (one.counts.size() < least_) {
      end(one);
    } else if (one.open) {
      one.open->take(line);
    } else {
      one.open.emplace();
      one.open->alert.sign = Sign::many_files;
      for (const auto& earlier : one.hour) one.open->take(earlier);
    }
  }
  void finish() {
    for (auto& [member, one] : members_) end(one);
  }

 private:
  struct Member {
    std::deque<vault::RecordedReading> hour;
    std::map<FileId, std::size_t> counts;
    std::optional<Group> open;
  };
  void end(Member& one) {
    if (one.open) out_.push_back(std::move(one.open->alert));
    one.open.reset();
  }
  std::size_t least_;
  std::vector<Alert>& out_;
  std::map<MemberId, Member> members_;
};

struct Kept {
  crypto::Hash rules{};  // what they were found by
  Time base;             // signs that began before it are all here
  std::vector<Alert> alerts;
};

crypto::Hash tag_of(const AlertRules& rules) {
  ByteWriter out;
  for (const int number : rules.files) out.u32(static_cast<std::uint32_t>(number));
  out.u32(static_cast<std::uint32_t>(rules.night_from)).u32(static_cast<std::uint32_t>(rules.night_until));
  return crypto::fingerprint("arasha/alert-rules/v1", {out.take()});
}

Bytes encode(const Kept& kept) {
  ByteWriter out;
  out.u8(kVersion).raw(kept.rules).u64(static_cast<std::uint64_t>(to_milliseconds(kept.base))).u32(static_cast<std::uint32_t>(kept.alerts.size()));
  for (const Alert& one : kept.alerts) {
    out.u8(static_cast<std::uint8_t>(one.sign)).raw(one.member.bytes()).u64(static_cast<std::uint64_t>(to_milliseconds(one.from)));
    out.u64(static_cast<std::uint64_t>(to_milliseconds(one.until))).u64(one.first).u32(one.count).u8(static_cast<std::uint8_t>(one.files.size()));
    for (const FileId file : one.files) out.raw(file.bytes());
  }
  return out.take();
}

Result<Kept> decode(BytesView bytes) {
  ByteReader in(bytes);
  Kept out;
  TRY(version, in.u8());
  if (version != kVersion) return Error(ErrorCode::unsupported, "");
  TRY(rules, in.raw(32));
  std::copy(rules.begin(), rules.end(), out.rules.begin());
  TRY(base, in.u64());
  out.base = from_milliseconds(static_cast<std::int64_t>(base));
  TRY(count, in.u32());
  for (std::uint32_t i = 0; i < count; ++i) {
    Alert one;
    TRY(sign, in.u8());
    if (sign >= kSigns) return Error(ErrorCode::damaged, "");
    one.sign = static_cast<Sign>(sign);
    TRY(member_bytes, in.raw(MemberId::kSize));
    TRY(member, MemberId::from_bytes(member_bytes));
    one.member = member;
    TRY(from, in.u64());
    TRY(until, in.u64());
    TRY(first, in.u64());
    TRY(files, in.u32());
    TRY(shown, in.u8());
    one.from = from_milliseconds(static_cast<std::int64_t>(from));
    one.until = from_milliseconds(static_cast<std::int64_t>(until));
    one.first = first;
    one.count = files;
    for (int f = 0; f < shown; ++f) {
      TRY(file_bytes, in.raw(FileId::kSize));
      TRY(file, FileId::from_bytes(file_bytes));
      one.files.push_back(file);
    }
    out.alerts.push_back(std::move(one));
  }
  TRY_VOID(in.finish());
  return out;
}

// The lines since that moment, oldest first; and whether these are all.
Result<std::pair<std::vector<vault::RecordedReading>, bool>> lines_since(const vault::Vault& vault, const vault::Keyring& by, Time since) {
  std::vector<vault::RecordedReading> out;
  bool all = true;
  for (std::uint64_t before = UINT64_MAX;;) {
    TRY(batch, vault.readings(by, before, kBatch));
    bool ended = batch.size() < kBatch;
    for (const vault::RecordedReading& line : batch) {
      before = line.seq;
      if (line.reading.time < since) {
        ended = true;
        break;
      }
      out.push_back(line);
    }
    if (ended) break;
    if (out.size() >= kMostLines) {
      all = false;
      break;
    }
  }
  std::reverse(out.begin(), out.end());
  return std::pair(std::move(out), all);
}

}  // namespace

std::span<const SignWords> sign_words() { return kWords; }

AlertRules AlertRules::of(const vault::Directory& state) {
  AlertRules out;
  for (const SignWords& one : kWords) out.files[static_cast<std::size_t>(one.sign)] = number_setting(state, one.setting, one.otherwise, 0, 10'000);
  out.night_from = number_setting(state, kNightFromSetting, 22, 0, 23);
  out.night_until = number_setting(state, kNightUntilSetting, 6, 0, 23);
  return out;
}

std::string Alert::key() const { return std::string(kWords[static_cast<std::size_t>(sign)].code) + "/" + std::to_string(first); }

std::vector<Alert> find_alerts(const AlertRules& rules, std::span<const vault::RecordedReading> lines) {
  std::vector<Alert> out;
  const auto least = [&](Sign sign) { return rules.files[static_cast<std::size_t>(sign)]; };
  Hours hours(std::max(1, least(Sign::many_files)), out);
  std::map<std::tuple<Sign, MemberId, Time>, Group> days;
  const auto in_day = [&](Sign sign, const vault::RecordedReading& line) {
    if (least(sign) == 0 || line.reading.file.is_nil()) return;
    Group& group = days[{sign, line.reading.member, noon_before(line.reading.time)}];
    group.alert.sign = sign;
    group.take(line);
  };
  for (const vault::RecordedReading& line : lines) {
    if (shows_a_file(line.reading.action)) {
      if (least(Sign::many_files) > 0) hours.take(line);
      if (is_night(rules, line.reading.time)) in_day(Sign::night, line);
    }
    if (line.reading.action == vault::Action::same_name) in_day(Sign::same_name, line);
    if (line.reading.action == vault::Action::after_closing) in_day(Sign::after_closing, line);
  }
  hours.finish();
  for (auto& [key, group] : days) {
    if (group.files.size() >= static_cast<std::size_t>(least(group.alert.sign))) out.push_back(std::move(group.alert));
  }
  std::sort(out.begin(), out.end(), [](const Alert& a, const Alert& b) { return std::tuple(a.first, a.sign) < std::tuple(b.first, b.sign); });
  return out;
}

std::size_t AlertList::open() const {
  return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [](const LookedAt& one) { return !one.looked; }));
}

Result<AlertList> reading_alerts(const Desk& desk, const vault::Keyring& by) {
  const auto state = desk.vault.directory();
  const AlertRules rules = AlertRules::of(*state);
  const crypto::Hash tag = tag_of(rules);
  const Time now = desk.vault.clock().now();
  const Time oldest = now - kWindow;
  Kept kept;
  bool known = false;
  if (const auto bytes = desk.vault.draft(by, kPlace); bytes && *bytes) {
    if (auto read = decode(**bytes); read && read->rules == tag && read->base <= now) {
      kept = std::move(*read);
      known = true;
    }
  }
  if (!known) kept = {tag, oldest, {}};
  // An hour more than needed: what began before the base is known already, but may reach over it.
  TRY(lines, lines_since(desk.vault, by, std::max(oldest, kept.base) - std::chrono::hours(1)));
  const Time base = known ? kept.base : Time{};
  std::erase_if(kept.alerts, [&](const Alert& one) { return one.until < oldest; });
  for (Alert& one : find_alerts(rules, lines.first)) {
    if (one.from >= base) kept.alerts.push_back(std::move(one));
  }
  const Time settled = noon_before(now - std::chrono::hours(24));
  if (!known || kept.base < settled) {
    Kept next{tag, settled, {}};
    for (const Alert& one : kept.alerts) {
      if (one.from < settled && next.alerts.size() < kMostKept) next.alerts.push_back(one);
    }
    TRY_VOID(desk.vault.keep_draft(by.member(), kPlace, encode(next)));
  }
  AlertList out;
  out.walked = lines.first.size();
  out.all = lines.second;
  TRY(marks, desk.vault.notices(by, UINT64_MAX, kMostMarks, oldest));
  out.damaged = marks.damaged;
  std::map<std::string, vault::Notice> looked;
  for (vault::Notice& one : marks.rows) {
    if (one.kind == vault::NoticeKind::looked) looked.emplace(one.asked, std::move(one));
  }
  for (auto one = kept.alerts.rbegin(); one != kept.alerts.rend(); ++one) {
    const auto mark = looked.find(one->key());
    out.rows.push_back({std::move(*one), mark == looked.end() ? std::nullopt : std::optional(mark->second)});
  }
  std::stable_sort(out.rows.begin(), out.rows.end(), [](const LookedAt& a, const LookedAt& b) { return a.alert.from > b.alert.from; });
  return out;
}

bool has_surname_of(std::string_view shown_name, const Identity& identity) {
  std::vector<std::string> surnames = projection::fold_name(identity.family_name());
  // Of other spellings the whole name is held: without a family name of its own, any word of it but a patronymic.
  for (const std::string& other : identity.other_names()) {
    const auto tokens = projection::fold_name(other);
    if (!tokens.empty()) surnames.push_back(tokens.front());
  }
  for (const std::string& mine : projection::fold_name(shown_name)) {
    if (mine.size() < 3 || projection::is_patronymic(mine)) continue;
    if (std::find(surnames.begin(), surnames.end(), mine) != surnames.end()) return true;
  }
  return false;
}

Result<void> record_signs(const Desk& desk, const Visit& visit, FileId file, const CaseCard& card, const Identity* identity) {
  if (identity != nullptr && has_surname_of(visit.member, *identity)) TRY_VOID(desk.vault.record(visit.keyring, vault::Action::same_name, file, 1));
  if (card.state() == "closed") TRY_VOID(desk.vault.record(visit.keyring, vault::Action::after_closing, file, 1));
  return {};
}

}  // namespace arasha::casework

#include "organization/readings.h"

#include <ctime>

namespace arasha::organization {
namespace {

constexpr std::size_t kBatch = 1000;

bool fits(const ReadingFilter& filter, const vault::Reading& reading) {
  if (filter.member && reading.member != *filter.member) return false;
  if (filter.action && reading.action != *filter.action) return false;
  return filter.file.empty() || (!reading.file.is_nil() && reading.file.text().starts_with(filter.file));
}

// The line before which everything is older than `end`. Lines stand in the order of their time, so halving finds it.
Result<std::uint64_t> line_before(const vault::Vault& vault, const vault::Keyring& by, Time end, std::uint64_t before) {
  TRY(newest, vault.readings(by, before, 1));
  if (newest.empty() || newest[0].reading.time < end) return before;
  std::uint64_t low = 0;                  // nothing at or after `end` stands before it
  std::uint64_t high = newest[0].seq + 1; // something does
  while (high - low > 1) {
    const std::uint64_t middle = low + (high - low) / 2;
    TRY(one, vault.readings(by, middle, 1));
    if (one.empty() || one[0].reading.time < end) low = middle;
    else high = middle;
  }
  return low;
}

}  // namespace

Time start_of(Date day) {
  std::tm parts{};
  parts.tm_year = static_cast<int>(day.year()) - 1900;
  parts.tm_mon = static_cast<int>(static_cast<unsigned>(day.month())) - 1;
  parts.tm_mday = static_cast<int>(static_cast<unsigned>(day.day()));
  parts.tm_isdst = -1;
  return Time(std::chrono::seconds(std::mktime(&parts)));
}

Result<ReadingList> find_readings(const vault::Vault& vault, const vault::Keyring& by, const ReadingFilter& filter, std::uint64_t before,
                                  std::size_t limit, std::size_t walk) {
  ReadingList out;
  Time from{};
  if (filter.day) {
    from = start_of(*filter.day);
    const Time until = start_of(Date(std::chrono::sys_days(*filter.day) + std::chrono::days(1)));
    TRY(line, line_before(vault, by, until, before));
    before = line;
  }
  while (out.walked < walk) {
    TRY(batch, vault.readings(by, before, std::min(kBatch, walk - out.walked)));
    if (batch.empty()) return out;
    for (vault::RecordedReading& line : batch) {
      if (filter.day && line.reading.time < from) return out;
      if (fits(filter, line.reading)) {
        // A full page goes on with the line that did not find room.
        if (out.rows.size() == limit && !out.next) out.next = line.seq + 1;
        ++out.fitting;
        ++out.counts[line.reading.action];
        if (out.rows.size() < limit) out.rows.push_back(line);
      }
      before = line.seq;
      ++out.walked;
    }
  }
  if (!out.next && before > 0) out.next = before;
  return out;
}

}  // namespace arasha::organization

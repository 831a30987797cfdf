#include "projection/case_rows.h"

#include <algorithm>

#include "base/text.h"
#include "base/time.h"

namespace arasha::projection {
namespace {

template <class Values>
CodeSet set_of(const Values& values, Codes& codes) {
  CodeSet out = 0;
  for (const std::string& value : values)
    out |= std::min(CodeSet{1} << std::min(codes.take(value), 63U), kRareCode);
  return out;
}

CodeSet set_of(const google::protobuf::RepeatedPtrField<Flag>& flags, Codes& codes) {
  CodeSet out = 0;
  for (const Flag& flag : flags) out |= std::min(CodeSet{1} << std::min(codes.take(flag.what()), 63U), kRareCode);
  return out;
}

template <class Values>
bool contains(const Values& values, const std::string& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

// Danger now comes before a risk that was assessed; of the two the greater one counts.
std::uint8_t urgency_of(std::string_view danger, std::string_view risk) {
  const int now = danger == "immediate" ? 4 : danger == "possible" ? 2 : danger == "none" ? 0 : 1;
  const int assessed = risk == "critical" ? 3 : risk == "high" ? 2 : 0;
  return static_cast<std::uint8_t>(std::max(now, assessed));
}

}  // namespace

Day day_of(std::string_view date) {
  if (date.empty()) return kNoDay;
  const auto parsed = date_from_iso(date);
  if (!parsed) return kNoDay;
  return static_cast<Day>(std::chrono::sys_days(*parsed).time_since_epoch().count());
}

std::uint32_t Codes::take(std::string_view value) {
  if (value.empty()) return 0;
  return numbers_.try_emplace(std::string(value), static_cast<std::uint32_t>(numbers_.size() + 1))
      .first->second;
}

std::optional<std::uint32_t> Codes::find(std::string_view value) const {
  if (value.empty()) return 0;
  const auto found = numbers_.find(std::string(value));
  if (found == numbers_.end()) return std::nullopt;
  return found->second;
}

std::size_t Codes::bytes() const {
  return numbers_.size() * (sizeof(std::string) + 4 * sizeof(void*));
}

void CaseCodes::read(const CaseCard& card, CaseFields& fields) {
  fields.opened = day_of(card.opened());
  fields.updated = day_of(card.updated());
  fields.closed = day_of(card.closed());
  fields.review = day_of(card.next_review());
  fields.approval = day_of(card.approval_since());
  fields.state = state_.take(card.state());
  fields.owner = owner_.take(card.owner());
  fields.danger = danger_.take(card.danger());
  fields.identification = identification_.take(card.identification());
  fields.country = country_.take(card.exploitation_country());
  fields.provenance = provenance_.take(card.provenance());
  fields.sources = set_of(card.sources(), sources_);
  fields.exploitation = set_of(card.exploitation(), exploitation_);
  fields.flags = set_of(card.flags(), flags_);
  fields.urgency = urgency_of(card.danger(), card.risk());
}

std::size_t CaseCodes::bytes() const {
  std::size_t total = 0;
  for (const Codes* codes :
       {&state_, &owner_, &danger_, &identification_, &country_, &provenance_, &sources_, &exploitation_, &flags_}) {
    total += codes->bytes();
  }
  return total;
}

CaseFilter::CaseFilter(const CaseQuery& query, const CaseCodes& codes)
    : alias_(fold_case(query.alias)), source_code_(query.source), exploitation_code_(query.exploitation), flag_code_(query.flag) {
  if (query.state == "open") {
    state_ = {true, codes.state_.find("new").value_or(0), codes.state_.find("active").value_or(0)};
    wants_none_ = state_.one == 0 && state_.other == 0;
    if (state_.one == 0) state_.one = state_.other;
    if (state_.other == 0) state_.other = state_.one;
    wants_all_ = false;
  } else {
    state_ = equal(query.state, codes.state_);
  }
  owner_ = query.owner == "-" ? Equal{true, 0, 0} : equal(query.owner, codes.owner_);
  danger_ = equal(query.danger, codes.danger_);
  identification_ = equal(query.identification, codes.identification_);
  country_ = equal(query.country, codes.country_);
  provenance_ = equal(query.provenance, codes.provenance_);
  source_ = set(query.source, codes.sources_);
  exploitation_ = set(query.exploitation, codes.exploitation_);
  flag_ = set(query.flag, codes.flags_);
  waits_ = query.approval == "waits";
  opened_ = range(query.opened_from, query.opened_until);
  closed_ = range(query.closed_from, query.closed_until);
  review_ = range("", query.review_until);
  if (owner_.asked || waits_ || !alias_.empty()) wants_all_ = false;
}

CaseFilter::Equal CaseFilter::equal(std::string_view value, const Codes& codes) {
  if (value.empty()) return {};
  wants_all_ = false;
  const auto code = codes.find(value);
  if (!code) wants_none_ = true;
  return {true, code.value_or(0), code.value_or(0)};
}

CodeSet CaseFilter::set(std::string_view value, const Codes& codes) {
  if (value.empty()) return 0;
  wants_all_ = false;
  const auto code = codes.find(value);
  if (!code) wants_none_ = true;
  return CodeSet{1} << std::min(code.value_or(0), 63U);
}

CaseFilter::Range CaseFilter::range(std::string_view from, std::string_view until) {
  if (from.empty() && until.empty()) return {};
  wants_all_ = false;
  Range out;
  out.asked = true;
  if (!from.empty()) out.from = day_of(from);
  if (!until.empty()) out.until = day_of(until);
  // What is no date fits no case.
  if ((!from.empty() && out.from == kNoDay) || out.until == kNoDay) wants_none_ = true;
  return out;
}

bool CaseFilter::fits(const CaseFields& fields, const CardArena& arena) const {
  if (!state_.fits(fields.state) || !owner_.fits(fields.owner) || !danger_.fits(fields.danger) ||
      !identification_.fits(fields.identification) || !country_.fits(fields.country) ||
      !provenance_.fits(fields.provenance) || !opened_.fits(fields.opened) || !closed_.fits(fields.closed) ||
      !review_.fits(fields.review)) {
    return false;
  }
  if ((source_ != 0 && (fields.sources & source_) == 0) ||
      (exploitation_ != 0 && (fields.exploitation & exploitation_) == 0) || (flag_ != 0 && (fields.flags & flag_) == 0) ||
      (waits_ && fields.approval == kNoDay)) {
    return false;
  }
  if (!alias_.empty() && text_view(arena.at(fields.alias)).find(alias_) == std::string_view::npos)
    return false;
  return ((source_ | exploitation_ | flag_) & kRareCode) == 0 || card_fits(fields, arena);
}

bool CaseFilter::card_fits(const CaseFields& fields, const CardArena& arena) const {
  CaseCard card;
  const BytesView bytes = arena.at(fields.card);
  if (!card.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return false;
  return (source_code_.empty() || contains(card.sources(), source_code_)) &&
         (exploitation_code_.empty() || contains(card.exploitation(), exploitation_code_)) &&
         (flag_code_.empty() || std::any_of(card.flags().begin(), card.flags().end(), [this](const Flag& flag) { return flag.what() == flag_code_; }));
}

bool comes_first(const CaseFields& left, const CaseFields& right, CaseOrder order, const CardArena& arena) {
  if (order == CaseOrder::alias) {
    const int compared = text_view(arena.at(left.alias)).compare(text_view(arena.at(right.alias)));
    if (compared != 0) return compared > 0;
  }
  if (order == CaseOrder::danger && left.urgency != right.urgency) return left.urgency > right.urgency;
  if (order == CaseOrder::opened && left.opened != right.opened) return left.opened > right.opened;
  if (order == CaseOrder::approval && left.approval != right.approval) return left.approval > right.approval;
  if (order != CaseOrder::opened && left.updated != right.updated) return left.updated > right.updated;
  return left.touched > right.touched;
}

}  // namespace arasha::projection

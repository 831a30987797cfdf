#include "comparison/rules.h"

#include <algorithm>
#include <charconv>

namespace arasha::comparison {
namespace {

std::uint32_t number(const std::string& text) {
  std::uint32_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size() ? out : 0;
}

bool say_the_same(const ComparisonAgreed& a, const ComparisonAgreed& b) {
  return a.until() == b.until() && number(a.runs()) == number(b.runs()) && number(a.persons()) == number(b.persons());
}

class Fold {
 public:
  explicit Fold(const std::function<bool(MemberId)>& is_steward) : is_steward_(is_steward) {}

  void take(const Written& entry, const ComparisonAgreed& said) {
    const auto until = date_from_iso(said.until());
    if (!is_steward_(entry.by) || !until) return;
    if (out_.proposed && out_.proposed_by != entry.by && say_the_same(*out_.proposed, said)) {
      out_.agreement = Agreement{*until, number(said.runs()), number(said.persons()), out_.proposed_by, entry.by};
      out_.proposed.reset();
      return;
    }
    // A new proposal does not end what was agreed before: that one goes on until the other steward has said the new one too.
    out_.proposed = said;
    out_.proposed_by = entry.by;
  }
  void take(const Written& entry, const ComparisonWithdrawn&) {
    if (!is_steward_(entry.by)) return;
    out_.agreement.reset();
    out_.proposed.reset();
  }
  void take(const Written& entry, const ComparisonRun& said) {
    const auto id = RunId::from_text(said.run());
    if (!id) return;
    const auto run = std::find_if(out_.runs.begin(), out_.runs.end(), [&](const Run& one) { return one.id == *id; });
    if (run == out_.runs.end()) {
      out_.runs.push_back({*id, entry.at, said.side() == "we", said.state() != "asked", said.state(), said});
    } else if (run->state == "begun" || run->state == "asked") {  // what is over stays as it ended
      if (said.state() == "begun" && !run->has_begun) {
        run->has_begun = true;
        run->begun = entry.at;
      }
      run->state = said.state();
      run->last = said;
    }
  }
  void take(const Written& entry, const ComparisonHint& said) {
    const auto person = FileId::from_text(said.person());
    const auto run = RunId::from_text(said.run());
    if (!person || !run) return;
    const auto known = std::find_if(out_.hints.begin(), out_.hints.end(), [&](const Hint& one) { return one.person == *person; });
    if (known == out_.hints.end()) {
      out_.hints.push_back({entry.id, *person, *run, entry.at, {}});
      return;
    }
    known->run = *run;  // told again: what was asked and answered stays
    known->told = entry.at;
  }
  void take(const Written&, const ComparisonHintStep& said) {
    const auto id = EntryId::from_text(said.hint());
    if (!id) return;
    for (Hint& hint : out_.hints) {
      if (hint.id == *id) hint.state = said.state();
    }
  }
  History answer() && { return std::move(out_); }

 private:
  const std::function<bool(MemberId)>& is_steward_;
  History out_;
};

bool is_same_month(Date a, Date b) { return a.year() == b.year() && a.month() == b.month(); }

}  // namespace

History fold(const std::vector<Written>& entries, const std::function<bool(MemberId)>& is_steward) {
  Fold out(is_steward);
  for (const Written& entry : entries) {
    std::visit([&](const auto& said) { out.take(entry, said); }, entry.what);
  }
  History history = std::move(out).answer();
  return history;
}

Result<Limits> limits_of(const ComparisonAgreed& agreed, Date today, std::string* field) {
  std::string ignored;
  std::string& where = field == nullptr ? ignored : *field;
  where = "until";
  const auto until = date_from_iso(agreed.until());
  const std::chrono::sys_days now(today);
  if (!until || std::chrono::sys_days(*until) < now || std::chrono::sys_days(*until) > now + std::chrono::days(kLongestAgreement)) {
    return Error(ErrorCode::invalid_input, "Give a last day from today on, a year from now at most.");
  }
  where = "runs";
  const std::uint32_t runs = number(agreed.runs());
  if (runs == 0 || runs > kMostRuns) return Error(ErrorCode::invalid_input, "Give how often a month, from 1 to {1}.", {std::to_string(kMostRuns)});
  where = "persons";
  const std::uint32_t persons = number(agreed.persons());
  if (persons == 0 || persons > kMostPersons) {
    return Error(ErrorCode::invalid_input, "Give how many persons the partner may bring, from 1 to {1}.", {std::to_string(kMostPersons)});
  }
  return Limits{*until, runs, persons};
}

Result<std::uint32_t> may_compare(const History& history, Date today) {
  if (!history.agreement) {
    if (history.proposed) return Error(ErrorCode::denied, "Another steward has to agree to the same before anything is compared.");
    return Error(ErrorCode::denied, "Two stewards have to agree to comparing with this partner first.");
  }
  const Agreement& agreement = *history.agreement;
  if (std::chrono::sys_days(agreement.until) < std::chrono::sys_days(today)) {
    return Error(ErrorCode::denied, "The agreement about comparing ended on {1}.", {to_iso(agreement.until)});
  }
  if (std::any_of(history.runs.begin(), history.runs.end(), [](const Run& run) { return run.state == "begun"; })) {
    return Error(ErrorCode::conflict, "A comparison with this partner is going on. Wait for its end, or stop it.");
  }
  // Broken ones count: the partner may have learned what it wanted before it broke off.
  const auto used = std::count_if(history.runs.begin(), history.runs.end(), [&](const Run& run) { return run.has_begun && is_same_month(date_of(run.begun), today); });
  if (used >= static_cast<std::ptrdiff_t>(std::min(agreement.runs, kMostRuns))) {
    return Error(ErrorCode::full, "This month was compared as often as was agreed.");
  }
  return points_for(std::min(agreement.persons, kMostPersons));
}

ComparisonRun run_begun(OrganizationId partner, RunId run, bool is_ours, std::size_t own_persons) {
  ComparisonRun out;
  out.set_partner(partner.text());
  out.set_run(run.text());
  out.set_side(is_ours ? "we" : "they");
  out.set_state("begun");
  out.set_own(std::to_string(own_persons));
  return out;
}

ComparisonRun run_over(ComparisonRun begun, std::size_t concerned, std::uint32_t own_points, std::uint32_t their_points, ComparisonRefusal refusal) {
  const bool is_broken = refusal != COMPARISON_REFUSAL_NONE;
  begun.set_state(is_broken ? "broken" : "ended");
  if (is_broken) {
    begun.set_refusal(refusal_code(refusal));
    return begun;
  }
  begun.set_concerned(std::to_string(concerned));
  begun.set_own_points(std::to_string(own_points));
  begun.set_their_points(std::to_string(their_points));
  return begun;
}

}  // namespace arasha::comparison

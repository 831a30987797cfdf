// arasha count: cases by columns, over what the member may open.
#include <ostream>

#include "app/acting.h"
#include "app/output.h"
#include "arasha/options.pb.h"
#include "base/text.h"
#include "statistics/ctdc.h"
#include "statistics/facts_table.h"

namespace arasha::app {
namespace {

Result<statistics::CountQuery> query_of(const CountArguments& arguments) {
  statistics::CountQuery query;
  query.by = arguments.by;
  query.suppress = arguments.suppress;
  for (const std::string& condition : arguments.where) {
    const auto sign = condition.find('=');
    if (sign == std::string::npos) {
      return Error(ErrorCode::invalid_input, "Write a condition as FIELD=VALUE, for example gender=Female.");
    }
    TRY(value, clean_text(condition.substr(sign + 1)));
    query.where.push_back({condition.substr(0, sign), value});
  }
  return query;
}

struct Counted {
  statistics::CountResult result;
  std::size_t cases = 0;  // that were looked at
};

Result<Counted> count_cases(ActingMember& member, const statistics::CountQuery& query) {
  statistics::FactsTable table;
  projection::Projection projection(*member.vault);
  projection.attach(FACTS, table);
  TRY(access, projection.enter(member.keyring, FACTS));
  const std::size_t cases = table.size(access);
  if (cases == 0 && !is_reader(member, FACTS)) {
    return Error(ErrorCode::denied, "You are not in the circles that may count cases. Ask a steward.");
  }
  TRY(result, table.count(access, query));
  return Counted{std::move(result), cases};
}

}  // namespace

Result<void> count(Terminal& terminal, const CountArguments& arguments) {
  TRY(query, query_of(arguments));
  // Before the passphrase is checked and 100,000 cases are opened.
  TRY(nothing, statistics::count(statistics::make_fact_table(), query));
  const SystemClock clock;
  TRY(member, sign_in(arguments.acting, clock));
  TRY(counted, count_cases(member, query));
  TRY_VOID(member.vault->record(member.keyring, vault::Action::counted, FileId(), static_cast<std::uint32_t>(counted.cases)));
  const std::string text = arguments.format == "csv"    ? statistics::to_csv(counted.result)
                           : arguments.format == "json" ? statistics::to_json(counted.result)
                                                        : statistics::to_table(counted.result, terminal.words);
  return write_output(terminal, {}, text);
}

}  // namespace arasha::app

// Lists that leave the program as a table: which columns there are, and their rows (docs/lists.md).
//
// Order of things: the cases are chosen, the check of consents is passed where the table is for somebody outside, the
// reading record says "exported" for each file, and only then is the first row made.
#pragma once

#include <set>

#include "casework/consent/handing_over.h"
#include "casework/lists/case_filter.h"
#include "statistics/table_out.h"

namespace arasha::casework {

enum class OutKind { cases, todo, services, people };
std::optional<OutKind> out_kind(std::string_view code);
const char* out_code(OutKind kind);

struct OutColumn {
  const char* code;
  const char* label;            // a msgid
  statistics::CellKind kind = statistics::CellKind::text;
  const char* group = "";       // of consent_fields; "": only for the own house; "*": with whatever else may go
  bool identifying = false;     // finds a person, or may hold a name; never chosen beforehand
  bool chosen = false;          // beforehand
};
const std::vector<OutColumn>& out_columns(OutKind kind);

struct OutRequest {
  OutKind kind = OutKind::cases;
  std::vector<const OutColumn*> columns;  // at least one, in the order of out_columns
  schema::FormData filter;                // of the list of cases
  std::string whose, span;                // of what is to be done
  std::string from, until;                // of services; yyyy-mm-dd
  std::string text;                       // of a search for people
  bool outside = false;                   // only cases and services
  std::string purpose, recipient;         // of `outside`
};

inline constexpr std::size_t kOutsideMost = 500;    // cases of one table for somebody outside: each is opened
inline constexpr std::size_t kServicesMost = 5'000; // cases that are opened for their services

// How many rows, or where each case must be opened to know that, how many cases.
struct OutPreview {
  std::size_t number = 0;
  bool counts_cases = false;
  std::size_t may_go = 0;  // of `outside`
  std::map<Refusal, std::int64_t> left_out;
  std::int64_t in_part = 0;
};
// Recorded as a list; nothing leaves. `too_large` over the limits.
Result<OutPreview> preview_out(const Desk& desk, const Visit& visit, const OutRequest& request);

struct OutTable {
  std::vector<statistics::TableColumn> columns;
  statistics::NextRow next;  // uses desk and visit, which outlive it
};
// Recorded as exported, each case, before it answers; into the cases too where it is for somebody outside.
Result<OutTable> begin_out(const Desk& desk, const Visit& visit, const OutRequest& request);

}  // namespace arasha::casework

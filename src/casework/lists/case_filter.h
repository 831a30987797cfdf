// The filter of the list of cases: from an address to a query and back to fields and chips.
#pragma once

#include "casework/parts.h"

namespace arasha::casework {

struct AskedCases {
  projection::CaseQuery query;
  schema::FormData address;      // what holds of the parameters: for links to other pages and orders
  std::vector<web::Chip> chips;
  web::Sort sort;
  bool is_filtered() const { return !chips.empty(); }
};

// `given`: the parameters of an address, whatever stands there; what means nothing is left out.
AskedCases read_filter(const Catalogue& words, const vault::Directory& state, const schema::FormData& given);
Html filter_fields(const Catalogue& words, const vault::Directory& state, const AskedCases& asked);
const std::vector<web::Column>& case_columns();

// What stands behind "/cases?" for this filter; read_filter of it gives the same.
std::string address_of(const AskedCases& asked);
// The other way round; empty for text that is no address.
schema::FormData filter_from(std::string_view address);

// Those who look after cases: verified members of the circles that read them.
std::vector<const vault::Member*> caseworkers(const vault::Directory& state);
// As the filter takes a day, and as fits a column: 24.11.2026.
std::string short_date(const std::string& iso);

}  // namespace arasha::casework

// What the forms of entries share, in every room that has some.
#pragma once

#include "web/site.h"

namespace arasha::web {

// One answer for an address that names nothing and for what is not openable: nobody learns which files exist.
Response no_page(const Visit& visit);

// The id with which a form is made: it goes along, so that what is sent twice is written once.
Html once_field(const schema::FormData& typed);
template <class Id>
Id once_of(const Visit& visit) {
  const auto id = Id::from_text(visit.request.form.get("once"));
  return id ? *id : Id();
}
// What was typed here before and not sent.
schema::FormData draft_of(const vault::Vault& vault, const Visit& visit);
// Today as the date, where nothing was typed.
void put_today(schema::FormData& data, const std::string& name, Date today);
// What the summary of mistakes calls the fields: "Risk 2, How likely".
void add_labels(Labels& to, const Catalogue& words, const google::protobuf::Descriptor& descriptor, const std::string& prefix = {});

}  // namespace arasha::web

// The form of an entry type on a page: its fields by reflection, what was typed before, sending twice, and what happens when two
// people correct the same thing.
#pragma once

#include "vault/story.h"
#include "web/site.h"
#include "web/values.h"

namespace arasha::web {

// The questions of any form; one that depends on another answer says so, and scripts hide it until then.
Html fields_html(const Catalogue& words, const google::protobuf::Descriptor& descriptor, const schema::FormData& typed, const FieldErrors& errors);
// What the summary of mistakes calls the fields.
void add_labels(Labels& to, const Catalogue& words, const google::protobuf::Descriptor& descriptor, const std::string& prefix = {});
schema::FormField field_named(const google::protobuf::Descriptor& descriptor, std::string_view name);

// What was typed at this address before and not sent.
schema::FormData draft_of(vault::Vault& vault, const Visit& visit);
// Where nothing was typed.
void put_today(schema::FormData& data, const std::string& name, Date today);

// The id with which a form is made: it goes along, so that what is sent twice is written once.
Html once_field(const schema::FormData& typed);
template <class Id>
Id once_of(const Visit& visit) {
  const auto id = Id::from_text(visit.request.form.get("once"));
  return id ? *id : Id();
}

// After a conflict: both versions, field by field; the form below it holds what the person typed and saves over the newer.
Html conflict_notice(const Catalogue& words, const vault::Directory& state, const vault::Item& item, const google::protobuf::Message& mine,
                     const Error& error, InWords in_words = nullptr);

}  // namespace arasha::web

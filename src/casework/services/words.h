// A service in the words of the reader: what it was called in the pack of its day, or in the lists that the program had
// before it knew packs. Pure.
#pragma once

#include "arasha/entries.pb.h"
#include "base/catalogue.h"
#include "pack/pack.h"

namespace arasha::casework {

std::string service_kind_title(const Catalogue& words, const ServiceGiven& service);
std::string service_item_title(const Catalogue& words, const ServiceGiven& service);  // empty: the kind as a whole
std::string service_title(const Catalogue& words, const ServiceGiven& service);       // the item, else the kind
// "IOM, project 7"
std::string source_title(const Catalogue& words, const ServiceGiven& service);
// "12 November 2026" or "1–12 November 2026", said as two dates.
std::string service_days(const Catalogue& words, const ServiceGiven& service);

// Which fields of the entry service_value puts into words; the others are as any entry's.
bool is_service_value(std::string_view field);
std::string service_value(const Catalogue& words, const ServiceGiven& service, std::string_view field);

// Writes kind and item with the names that they have in the pack.
void put_service(ServiceGiven& service, const pack::Pack& pack, const pack::ServiceKind& kind, const pack::ServiceItem* item);

}  // namespace arasha::casework

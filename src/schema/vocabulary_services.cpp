// Lists of services: kinds, units, who pays, who may pay.
#include "schema/vocabulary_lists.h"

namespace arasha::schema {

std::vector<Vocabulary> service_lists() {
  return {
      // The eight kinds of special social services (Social Code of Kazakhstan, article 133; not verified).
      {"standard_kind",
       {
           {"social_domestic", N_("Domestic")},
           {"social_medical", N_("Medical")},
           {"social_psychological", N_("Psychological")},
           {"social_pedagogical", N_("Pedagogical")},
           {"social_labour", N_("Labour")},
           {"social_cultural", N_("Cultural")},
           {"social_economic", N_("Economic")},
           {"social_legal", N_("Legal")},
       }},
      {"unit",
       {
           {"service", N_("Service")},
           {"hour", N_("Hour")},
           {"day_unit", N_("Day")},
           {"night", N_("Night")},
           {"kit", N_("Kit")},
           {"trip", N_("Trip")},
       }},
      {"funding",
       {
           {"state_order", N_("State social order")},
           {"grant_us", N_("USAID or US embassy")},
           {"grant_iom", N_("IOM")},
           {"grant_other", N_("Other grant")},
           {"own", N_("Own funds")},
           {"donation", N_("Donation")},
           {"partner", N_("Paid by a partner")},
           {"free", N_("Free of charge")},
       }},
      {"service_provider",
       {
           {"own", N_("Our own colleague")},
           {"partner", N_("A partner")},
       }},
      {"service_receipt",
       {
           {"signed", N_("Signed by the person")},
           {"guardian", N_("Signed by the guardian")},
           {"refused", N_("The person did not want to sign")},
           {"none", N_("No receipt")},
       }},
      // pack::Outcome and pack::Group, in the codes of pack/eligibility.h.
      {"service_outcome",
       {
           {"state_standard", N_("The state, by its standard")},
           {"donor_only", N_("A donor only")},
           {"not_eligible", N_("Nobody")},
       }},
      {"service_group",
       {
           {"citizen", N_("Citizen")},
           {"candas", N_("Candas")},
           {"permanent_resident", N_("Permanent resident")},
           {"foreigner", N_("Foreigner")},
           {"stateless", N_("Stateless person")},
           {"unknown", N_("Not known: no papers yet")},
       }},
  };
}

}  // namespace arasha::schema

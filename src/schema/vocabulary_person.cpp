// Lists of who somebody is, of the family and of health.
#include "schema/vocabulary_lists.h"

namespace arasha::schema {

std::vector<Vocabulary> person_lists() {
  return {
      {"sex",
       {
           {"female", N_("Female")},
           {"male", N_("Male")},
           {"other", N_("Other")},
           {"unknown", N_("Not known")},
       }},
      // HTCDS 2.0, prs_Gender.
      {"gender",
       {
           {"Feminine", N_("Woman")},
           {"Masculine", N_("Man")},
           {"TransgenderFeminine", N_("Transgender woman")},
           {"TransgenderMasculine", N_("Transgender man")},
           {"NonConforming", N_("Non-conforming")},
           {"NonSpecifiedUnknown", N_("Not said")},
       }},
      // CTDC codebook v7, ageBroad.
      {"age_band",
       {
           {"0--8", N_("0 to 8")},
           {"9--17", N_("9 to 17")},
           {"18--20", N_("18 to 20")},
           {"21--23", N_("21 to 23")},
           {"24--26", N_("24 to 26")},
           {"27--29", N_("27 to 29")},
           {"30--38", N_("30 to 38")},
           {"39--47", N_("39 to 47")},
           {"48+", N_("48 and older")},
       }},
      {"document_kind",
       {
           {"passport", N_("Passport")},
           {"identity_card", N_("Identity card")},
           {"birth_certificate", N_("Birth certificate")},
           {"residence_permit", N_("Residence permit")},
           {"return_certificate", N_("Certificate of return")},
           {"refugee_certificate", N_("Refugee certificate")},
           {"none", N_("No document")},
           {"held_by_others", N_("Kept by somebody else")},
           {"other", N_("Other")},
       }},
      {"family_relation",
       {
           {"mother", N_("Mother")},
           {"father", N_("Father")},
           {"parent", N_("Parent")},
           {"child", N_("Child")},
           {"spouse", N_("Husband or wife")},
           {"partner", N_("Partner")},
           {"sibling", N_("Brother or sister")},
           {"grandparent", N_("Grandparent")},
           {"grandchild", N_("Grandchild")},
           {"guardian", N_("Guardian")},
           {"ward", N_("Under guardianship of the person")},
           {"other", N_("Other")},
       }},
      {"guardian_ground",
       {
           {"parent", N_("Parent")},
           {"authority", N_("Decision of the guardianship authority")},
           {"court", N_("Court decision")},
           {"institution", N_("Head of the child institution")},
           {"power_of_attorney", N_("Power of attorney")},
           {"none", N_("No legal ground yet")},
       }},
      // HTCDS 2.0, prs_MaritalStatus.
      {"marital_status",
       {
           {"Single", N_("Single")},
           {"Married", N_("Married")},
           {"Widowed", N_("Widowed")},
           {"Divorced", N_("Divorced")},
           {"Separated", N_("Separated")},
           {"RegisteredPartnership", N_("Registered partnership")},
       }},
      // HTCDS 2.0, ISCED 2011.
      {"education",
       {
           {"EarlyChildhoodEducation", N_("Early childhood")},
           {"PrimaryEducation", N_("Primary")},
           {"LowerSecondaryEducation", N_("Lower secondary")},
           {"UpperSecondaryEducation", N_("Upper secondary")},
           {"PostSecondaryNonTertiaryEducation", N_("Vocational after school")},
           {"ShortCycleTertiaryEducation", N_("Short tertiary")},
           {"BachelorsOrEquivalentLevel", N_("Bachelor")},
           {"MastersOrEquivalentLevel", N_("Master")},
           {"DoctoralOrEquivalentLevel", N_("Doctorate")},
       }},
      {"health_kind",
       {
           {"examination", N_("Examination")},
           {"fit_to_travel", N_("Fit to travel")},
           {"treatment", N_("Treatment")},
           {"medicine", N_("Medicine")},
           {"pregnancy", N_("Pregnancy")},
           {"injury", N_("Injury")},
           {"infection", N_("Infection")},
           {"psychology", N_("Psychology")},
           {"psychiatry", N_("Psychiatry")},
           {"substances", N_("Alcohol or drugs")},
           {"disability", N_("Disability")},
           {"other", N_("Other")},
       }},
  };
}

}  // namespace arasha::schema

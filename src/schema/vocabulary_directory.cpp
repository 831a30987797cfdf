// Lists of the directory: kinds of organisations, who is served, free places.
#include "schema/vocabulary_lists.h"

namespace arasha::schema {

std::vector<Vocabulary> directory_lists() {
  return {
      // Roles in a referral mechanism (ODIHR NRM Handbook, 2nd edition; law 110-VIII of Kazakhstan).
      {"organisation_type",
       {
           {"ngo_shelter", N_("Shelter of an NGO")},
           {"ngo_hotline", N_("Hotline of an NGO")},
           {"ngo_partner", N_("NGO")},
           {"social_protection_authority_central", N_("Ministry of social protection")},
           {"local_executive_body", N_("Akimat, employment and social programmes")},
           {"health_authority", N_("Health authority")},
           {"health_facility", N_("Hospital or clinic")},
           {"police_organised_crime", N_("Police: organised crime")},
           {"police_migration", N_("Police: migration service")},
           {"police_local", N_("Local police")},
           {"border_guard", N_("Border guard")},
           {"prosecutor", N_("Prosecutor")},
           {"court", N_("Court")},
           {"investigator_financial", N_("Financial investigation")},
           {"labour_inspectorate", N_("Labour inspectorate")},
           {"education_authority", N_("Education authority")},
           {"school", N_("School or college")},
           {"mfa_consular", N_("Foreign ministry, consulates")},
           {"embassy_foreign", N_("Embassy of another country")},
           {"tourism_authority", N_("Tourism authority")},
           {"media_authority", N_("Media authority")},
           {"migration_service", N_("Migration authority")},
           {"refugee_authority", N_("Refugee authority")},
           {"guardian_authority", N_("Guardianship authority")},
           {"ombudsman", N_("Ombudsman")},
           {"iom", N_("IOM")},
           {"unhcr", N_("UNHCR")},
           {"unicef", N_("UNICEF")},
           {"osce", N_("OSCE")},
           {"other_io", N_("Other international organisation")},
           {"legal_aid_bar", N_("Legal aid, lawyers")},
           {"interpreter_service", N_("Interpreters")},
           {"mobile_group", N_("Mobile group")},
           {"trade_union", N_("Trade union")},
           {"diaspora_group", N_("Diaspora group")},
           {"religious_org", N_("Religious organisation")},
           {"employer_private", N_("Employer")},
           {"recruitment_agency", N_("Recruitment agency")},
           {"travel_agency", N_("Travel agency")},
           {"transport_operator", N_("Transport company")},
           {"other", N_("Other")},
       }},
      {"directory_give_on",
       {
           {"no", N_("No: it stays with us")},
           {"yes", N_("Yes: it may be given on")},
       }},
      {"directory_secrecy",
       {
           {"public", N_("Yes: the address is public")},
           {"secret", N_("No: the address is secret")},
       }},
      // HSDS 3.0, service.status; "defunct" is closed here.
      {"directory_status",
       {
           {"active", N_("Yes, it runs")},
           {"temporarily_closed", N_("Closed for a while")},
           {"inactive", N_("No, it does not run")},
       }},
      {"directory_sex",
       {
           {"female", N_("Women and girls")},
           {"male", N_("Men and boys")},
       }},
      {"vacancy_kind",
       {
           {"night", N_("Place to sleep")},
           {"room", N_("Room for a family")},
           {"crisis", N_("Place for one night or a few")},
           {"day_place", N_("Place by day")},
           {"treatment", N_("Place for treatment")},
           {"course", N_("Place in a course")},
       }},
      {"vacancy_ages",
       {
           {"adults", N_("Adults")},
           {"children", N_("Children")},
           {"with_children", N_("Adults with children")},
       }},
      {"weekday",
       {
           {"mo", N_("Monday")},
           {"tu", N_("Tuesday")},
           {"we", N_("Wednesday")},
           {"th", N_("Thursday")},
           {"fr", N_("Friday")},
           {"sa", N_("Saturday")},
           {"su", N_("Sunday")},
       }},
      {"directory_form",
       {
           {"json", N_("HSDS as JSON")},
           {"csv", N_("HSDS as tables (CSV in a ZIP)")},
       }},
  };
}

}  // namespace arasha::schema

// The screening interview by the sections of IOM's handbook. The sections are those of the source; the questions are worded here, and
// each says for which element of trafficking a yes counts (docs/screening.md).
#pragma once

#include "casework/screening/indicators.h"

namespace arasha::casework {

inline constexpr Dimension kInterviewDimensions[] = {
    {"recruitment", N_("Recruitment"), N_("Ask openly and write the answers into the note: who offered what, where, for how much; who paid for the journey; why the person wanted to go.")},
    {"transport", N_("The way"), N_("Note the countries, the border points, the papers that were shown, and who went along.")},
    {"exploitation", N_("Exploitation"), N_("Note the places, the dates, the hours, the pay, and who else was there.")},
    {"control", N_("How the person was held")},
    {"health", N_("Health"), N_("Look for help first and ask the rest later. These answers do not count for the advice.")},
    {"corroboration", N_("What confirms it"), N_("Papers and other people. That nothing confirms it is no reason to refuse help.")},
};

constexpr Indicator asked(const char* code, const char* section, const char* text, const char* element) {
  Indicator out{code, section, text};
  out.element = element;
  return out;
}

inline constexpr Indicator kInterviewIndicators[] = {
    asked("offered", "recruitment", N_("Somebody offered, arranged or demanded the journey or the work"), "act"),
    asked("taken", "recruitment", N_("The person was taken away, sold, or handed over by somebody"), "act"),
    asked("false_promise", "recruitment", N_("The work, the pay or the conditions were not what had been promised"), "means"),
    asked("forced_to_go", "recruitment", N_("The person was forced or threatened into going"), "means"),
    asked("need_used", "recruitment", N_("Somebody used a hard situation: poverty, debts, illness, a conflict in the family, no papers"), "means"),
    asked("controller_paid", "recruitment", N_("Somebody who decides for the person was given money or other benefits"), "means"),
    asked("journey_debt", "recruitment", N_("The person was put in debt for the journey or the job"), "means"),
    asked("moved", "transport", N_("Somebody took the person along, drove or met the person, or handed the person on"), "act"),
    asked("lodged", "transport", N_("Somebody lodged or kept the person for others"), "act"),
    asked("way_controlled", "transport", N_("On the way the person could not leave or decide"), "means"),
    asked("way_documents", "transport", N_("Somebody else kept the documents of the person on the way"), "means"),
    asked("irregular_border", "transport", N_("A border was crossed with false papers, without papers or past the border post"), ""),
    asked("forced_work", "exploitation", N_("Work or services that the person could not refuse or leave"), "purpose"),
    asked("sexual_exploitation", "exploitation", N_("Prostitution, pornography or other sexual services for the profit of others"), "purpose"),
    asked("household", "exploitation", N_("Servitude in a household"), "purpose"),
    asked("begging", "exploitation", N_("Begging for others"), "purpose"),
    asked("crime", "exploitation", N_("Crimes for others: theft, drugs, fraud"), "purpose"),
    asked("marriage", "exploitation", N_("A forced marriage"), "purpose"),
    asked("organs", "exploitation", N_("An organ was removed or was to be removed"), "purpose"),
    asked("other_exploitation", "exploitation", N_("Other exploitation"), "purpose"),
    asked("violence", "control", N_("Beatings or other violence"), "means"),
    asked("sexual_violence", "control", N_("Sexual violence"), "means"),
    asked("threats", "control", N_("Threats against the person"), "means"),
    asked("family_threats", "control", N_("Threats or violence against the family"), "means"),
    asked("locked_in", "control", N_("The person was locked in, guarded or watched"), "means"),
    asked("documents_taken", "control", N_("Documents were taken away"), "means"),
    asked("pay_withheld", "control", N_("Pay was withheld or taken away"), "means"),
    asked("debt_kept", "control", N_("A debt that could not be paid off"), "means"),
    asked("long_hours", "control", N_("Very long working hours without rest"), "means"),
    asked("deprived", "control", N_("No food, sleep or medical help"), "means"),
    asked("drugs", "control", N_("Alcohol or drugs were given"), "means"),
    asked("denunciation", "control", N_("Threats to hand the person over to the authorities"), "means"),
    asked("urgent_help", "health", N_("The person needs a doctor now"), ""),
    asked("injuries", "health", N_("Injuries or traces of violence"), ""),
    asked("distress", "health", N_("Great fear, sleeplessness, or thoughts of death"), ""),
    asked("papers", "corroboration", N_("Papers: a contract, tickets, receipts, a passport with stamps"), ""),
    asked("messages", "corroboration", N_("Messages, photographs, telephone contacts"), ""),
    asked("medical_report", "corroboration", N_("A medical report"), ""),
    asked("police_report", "corroboration", N_("A report of the police, the border service or a prosecutor"), ""),
    asked("witnesses", "corroboration", N_("Others tell the same"), ""),
    asked("seen_by_staff", "corroboration", N_("What our staff saw themselves"), ""),
};

}  // namespace arasha::casework

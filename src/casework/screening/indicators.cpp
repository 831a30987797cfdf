#include "casework/screening/indicators.h"

#include "casework/screening/interview_list.h"
#include "pack/pack.h"

namespace arasha::casework {
namespace {

constexpr Weight S = Weight::strong;
constexpr Weight M = Weight::medium;
constexpr Weight W = Weight::weak;
constexpr Weight O = Weight::none;

// --- Operational indicators of trafficking for labour exploitation: adults 67, children 65.

constexpr Dimension kLabourDimensions[] = {
    {"act", N_("What was done with the child"),
     N_("For a child an act and exploitation are enough; nobody needs to have deceived or forced the "
        "child.")},
    {"deceptive_recruitment", N_("Deceptive recruitment")},
    {"coercive_recruitment", N_("Coercive recruitment")},
    {"recruitment_by_abuse", N_("Recruitment by abuse of vulnerability")},
    {"exploitation", N_("Conditions of exploitation")},
    {"coercion", N_("Coercion at destination")},
    {"abuse_at_destination", N_("Abuse of vulnerability at destination")},
};

constexpr Indicator kLabourIndicators[] = {
    {kActIndicator, "act",
     N_("The child was recruited, transported, transferred, harboured or received by somebody"), O, S},

    {"deceived_job", "deceptive_recruitment",
     N_("Deceived about the nature of the job, the location or the employer"), S, S},
    {"deceived_wages", "deceptive_recruitment", N_("Deceived about wages or earnings"), M, M},
    {"deceived_conditions", "deceptive_recruitment", N_("Deceived about the conditions of work"), M, M},
    {"deceived_contract", "deceptive_recruitment",
     N_("Deceived about the content or legality of the work contract"), M, M},
    {"deceived_housing", "deceptive_recruitment", N_("Deceived about housing and living conditions"), M, M},
    {"deceived_documents", "deceptive_recruitment",
     N_("Deceived about legal documents or a legal migration status"), M, M},
    {"deceived_travel", "deceptive_recruitment",
     N_("Deceived about the conditions of travel and recruitment"), M, M},
    {"deceived_family", "deceptive_recruitment", N_("Deceived about family reunification"), M, M},
    {"deceived_marriage", "deceptive_recruitment", N_("Deceived by promises of marriage or adoption"), M, M},
    {"deceived_education", "deceptive_recruitment", N_("Deceived about access to education"), W, S},

    {"recruited_violence", "coercive_recruitment", N_("Violence against the person"), S, S},
    {"recruited_threats", "coercive_recruitment", N_("Threats of violence against the person"), M, S},
    {"recruited_abduction", "coercive_recruitment",
     N_("Abduction, forced marriage, forced adoption or selling of the person"), M, S},
    {"recruited_debt", "coercive_recruitment", N_("Debt bondage"), M, S},
    {"recruited_documents", "coercive_recruitment", N_("Confiscation of documents"), M, M},
    {"recruited_isolation", "coercive_recruitment", N_("Isolation, confinement or surveillance"), M, M},
    {"recruited_denunciation", "coercive_recruitment", N_("Threat of denunciation to the authorities"), M, M},
    {"recruited_exposure", "coercive_recruitment",
     N_("Threats to inform the family, the community or the public"), M, M},
    {"recruited_family_violence", "coercive_recruitment",
     N_("Violence against the family, threatened or real"), M, M},
    {"recruited_money", "coercive_recruitment", N_("Withholding of money"), M, M},

    {"abused_family", "recruitment_by_abuse", N_("Abuse of a difficult family situation"), M, M},
    {"abused_illegal_status", "recruitment_by_abuse", N_("Abuse of an illegal status"), M, M},
    {"abused_education", "recruitment_by_abuse", N_("Abuse of a lack of education or language"), M, M},
    {"abused_information", "recruitment_by_abuse", N_("Abuse of a lack of information"), M, M},
    {"abused_control", "recruitment_by_abuse", N_("Control by the exploiters"), M, M},
    {"abused_economic", "recruitment_by_abuse", N_("Economic reasons"), M, M},
    {"abused_success", "recruitment_by_abuse", N_("False information about successful migration"), M, M},
    {"abused_law", "recruitment_by_abuse",
     N_("False information about the law or the attitude of the authorities"), M, O},
    {"abused_family_situation", "recruitment_by_abuse", N_("Family situation"), M, M},
    {"abused_personal", "recruitment_by_abuse", N_("Personal situation"), M, M},
    {"abused_dependency", "recruitment_by_abuse", N_("Psychological and emotional dependency"), M, M},
    {"abused_authorities", "recruitment_by_abuse", N_("Relationship with the authorities or legal status"), M,
     M},
    {"abused_past", "recruitment_by_abuse", N_("Difficulties in the past"), M, M},
    {"abused_travel", "recruitment_by_abuse", N_("Difficulty in organising the travel"), M, M},
    {"abused_beliefs", "recruitment_by_abuse", N_("Abuse of cultural or religious beliefs"), W, M},
    {"abused_context", "recruitment_by_abuse", N_("General context"), W, M},

    {"work_hours", "exploitation", N_("Excessive working days or hours"), S, S},
    {"work_salary", "exploitation", N_("Low or no salary"), M, M},
    {"work_wages", "exploitation", N_("Wage manipulation"), M, M},
    {"work_living", "exploitation", N_("Bad living conditions"), M, M},
    {"work_conditions", "exploitation", N_("Very bad working conditions"), M, M},
    {"work_hazard", "exploitation", N_("Hazardous work"), M, M},
    {"work_law", "exploitation", N_("No respect of labour law or of the contract"), M, M},
    {"work_protection", "exploitation", N_("No social protection"), M, O},
    {"work_education", "exploitation", N_("No access to education"), W, M},

    {"coerced_documents", "coercion", N_("Confiscation of documents"), S, S},
    {"coerced_debt", "coercion", N_("Debt bondage"), S, S},
    {"coerced_isolation", "coercion", N_("Isolation, confinement or surveillance"), S, S},
    {"coerced_violence", "coercion", N_("Violence against the person"), S, S},
    {"coerced_threats", "coercion", N_("Threats of violence against the person"), M, S},
    {"coerced_crime", "coercion", N_("Forced into illicit or criminal activities"), M, S},
    {"coerced_tasks", "coercion", N_("Forced to do certain tasks or to take certain clients"), M, S},
    {"coerced_influence", "coercion", N_("Under strong influence"), M, S},
    {"coerced_peers", "coercion", N_("Forced to act against peers"), M, M},
    {"coerced_lies", "coercion", N_("Forced to lie to the authorities or the family"), M, M},
    {"coerced_denunciation", "coercion", N_("Threat of denunciation to the authorities"), M, M},
    {"coerced_worse", "coercion", N_("Threat of even worse conditions"), M, M},
    {"coerced_family_violence", "coercion", N_("Violence against the family"), M, M},
    {"coerced_wages", "coercion", N_("Withholding of wages"), M, M},
    {"coerced_exposure", "coercion", N_("Threats to inform the family, the community or the public"), W, M},

    {"held_dependency", "abuse_at_destination", N_("Dependency on the exploiters"), M, M},
    {"held_area", "abuse_at_destination", N_("Difficulty to live in an unknown area"), M, M},
    {"held_economic", "abuse_at_destination", N_("Economic reasons"), M, M},
    {"held_family_situation", "abuse_at_destination", N_("Family situation"), M, M},
    {"held_authorities", "abuse_at_destination", N_("Relationship with the authorities or legal status"), M,
     M},
    {"held_past", "abuse_at_destination", N_("Difficulties in the past"), W, M},
    {"held_personal", "abuse_at_destination", N_("Personal characteristics"), W, M},
};

// --- The eleven indicators of forced labour. They have no weights; what is only seen of a person is a weak
// sign.

constexpr Dimension kForcedLabourDimensions[] = {
    {"signs", N_("Indicators of forced labour")},
    {"presentation", N_("What can be seen of the person"), N_("Weak signs only: alone they show nothing.")},
};

constexpr Indicator kForcedLabourIndicators[] = {
    {"vulnerability", "signs", N_("Abuse of vulnerability")},
    {"deception", "signs", N_("Deception")},
    {"movement", "signs", N_("Restriction of movement")},
    {"isolation", "signs", N_("Isolation")},
    {"violence", "signs", N_("Physical and sexual violence")},
    {"intimidation", "signs", N_("Intimidation and threats")},
    {"documents", "signs", N_("Retention of identity documents")},
    {"wages", "signs", N_("Withholding of wages")},
    {"debt", "signs", N_("Debt bondage")},
    {"conditions", "signs", N_("Abusive working and living conditions")},
    {"overtime", "signs", N_("Excessive overtime")},
    {"seen_travel", "presentation", N_("Does not travel alone: others control the way"), W, W},
    {"seen_possessions", "presentation", N_("Has no possessions"), W, W},
    {"seen_injuries", "presentation", N_("Injuries or signs of neglect"), W, W},
    {"seen_fear", "presentation", N_("Is afraid, or answers as if taught what to say"), W, W},
};

// --- The elements of the definition, article 3 of the Palermo Protocol.

constexpr Dimension kPalermoDimensions[] = {
    {"act", N_("Act")},
    {"means", N_("Means"),
     N_("Not needed for a child. Once a means was used, it does not count that the person agreed.")},
    {"purpose", N_("Purpose of exploitation"),
     N_("It is enough that exploitation was intended. Bringing somebody across a border for money, without "
        "this purpose, is smuggling and not trafficking.")},
};

constexpr Indicator kPalermoIndicators[] = {
    {"recruitment", "act", N_("Recruitment")},
    {"transportation", "act", N_("Transportation")},
    {"transfer", "act", N_("Transfer")},
    {"harbouring", "act", N_("Harbouring")},
    {"receipt", "act", N_("Receipt")},
    {"force", "means", N_("Threat or use of force")},
    {"other_coercion", "means", N_("Other forms of coercion")},
    {"abduction", "means", N_("Abduction")},
    {"fraud", "means", N_("Fraud")},
    {"deception", "means", N_("Deception")},
    {"power", "means", N_("Abuse of power")},
    {"vulnerability", "means", N_("Abuse of a position of vulnerability")},
    {"payments", "means",
     N_("Payments or benefits given or received to get the consent of somebody who controls the person")},
    {"sexual", "purpose", N_("Prostitution of others or other sexual exploitation")},
    {"labour", "purpose", N_("Forced labour or services")},
    {"slavery", "purpose", N_("Slavery")},
    {"slavery_like", "purpose", N_("Practices similar to slavery")},
    {"servitude", "purpose", N_("Servitude")},
    {"organs", "purpose", N_("Removal of organs")},
    {"begging", "purpose", N_("Forced begging")},
    {"criminality", "purpose", N_("Forced criminal activities")},
    {"marriage", "purpose", N_("Forced marriage")},
    {"adoption", "purpose", N_("Illegal adoption")},
    {"surrogacy", "purpose", N_("Surrogacy under coercion")},
    {"conflict", "purpose", N_("Use in an armed conflict")},
};

// Every version that was ever used; the newest of a list stands last.
constexpr ScreeningList kLists[] = {
    {kLabourList, "2009", N_("Operational indicators: labour exploitation"),
     N_("Six dimensions with strong, medium and weak indicators. The fullest list; ask what the conversation "
        "allows."),
     "ILO and European Commission, Operational indicators of trafficking in human beings, 2009",
     Scoring::dimensions, kLabourDimensions, kLabourIndicators},
    {kForcedLabourList, "2012", N_("Eleven indicators of forced labour"),
     N_("Short, without weights. One sign can be enough to look further."),
     "ILO, Indicators of forced labour, 2012", Scoring::signs, kForcedLabourDimensions,
     kForcedLabourIndicators},
    {kPalermoList, "2000", N_("Act, means, purpose"),
     N_("The elements of trafficking by the Palermo Protocol, article 3."),
     "Protocol to Prevent, Suppress and Punish Trafficking in Persons, 2000, article 3", Scoring::elements,
     kPalermoDimensions, kPalermoIndicators},
    {kInterviewList, "2007", N_("Screening interview by the sections of IOM's handbook"),
     N_("A whole conversation: recruitment, the way, exploitation, control, health, and what confirms it."),
     "IOM, The IOM Handbook on Direct Assistance for Victims of Trafficking, 2007: sections of the screening interview; the wording is ours",
     Scoring::interview, kInterviewDimensions, kInterviewIndicators},
};

}  // namespace

const Indicator* ScreeningList::find(std::string_view indicator) const {
  for (const Indicator& one : indicators) {
    if (indicator == one.code) return &one;
  }
  return nullptr;
}

const ScreeningList* screening_list(std::string_view code, std::string_view version) {
  for (const ScreeningList& list : kLists) {
    if (code == list.code && version == list.version) return &list;
  }
  return nullptr;
}

const ScreeningList* screening_list(std::string_view code) {
  const ScreeningList* newest = nullptr;
  for (const ScreeningList& list : kLists) {
    if (code == list.code) newest = &list;
  }
  return newest;
}

const std::vector<const ScreeningList*>& screening_lists() {
  static const std::vector<const ScreeningList*> newest = [] {
    std::vector<const ScreeningList*> out;
    for (const ScreeningList& list : kLists) {
      if (screening_list(list.code) == &list) out.push_back(&list);
    }
    return out;
  }();
  return newest;
}

std::string text_of(const Catalogue& words, const ScreeningList& list) {
  return list.checklist != nullptr ? pack::in_language(list.checklist->title(), words.language()) : std::string(words.text(list.title));
}

std::string text_of(const Catalogue& words, const Dimension& dimension) {
  return dimension.own != nullptr ? pack::in_language(*dimension.own, words.language()) : std::string(words.text(dimension.title));
}

std::string text_of(const Catalogue& words, const Indicator& indicator) {
  return indicator.own != nullptr ? pack::in_language(*indicator.own, words.language()) : std::string(words.text(indicator.text));
}

std::string source_of(const Catalogue& words, const ScreeningList& list) {
  return list.own_source != nullptr ? pack::in_language(*list.own_source, words.language()) : std::string(list.source);
}

Weight weight_of(const Indicator& indicator, Profile profile) {
  return profile == Profile::child ? indicator.child : indicator.adult;
}

std::vector<const Indicator*> indicators_of(const ScreeningList& list, std::string_view dimension,
                                            Profile profile) {
  std::vector<const Indicator*> out;
  for (const Indicator& one : list.indicators) {
    if (dimension == one.dimension && weight_of(one, profile) != Weight::none) out.push_back(&one);
  }
  return out;
}

}  // namespace arasha::casework

// Risks and the plan on the pages: the panel of the case, and what the timeline adds to an entry.
#pragma once

#include "casework/case_view.h"
#include "casework/plan/approval.h"
#include "casework/plan/rules.h"

namespace arasha::casework {

// Only what a list must not hide: a high or critical risk of an open case. Else nothing.
Html risk_tag(const Catalogue& words, const CaseCard& card);
// "High risk. A debt is demanded: likely, serious harm"; empty where no row speaks.
std::string advice_text(const Catalogue& words, const RiskAssessment& assessment);

// "Safety and plan"; the part of it that this member may see. Nothing where nothing is written.
Html plan_panel(const Visit& visit, const vault::Directory& state, const CaseView& view, Date day);

// One line that says what the entry is; empty where it is none of this part's.
std::string plan_headline(const Catalogue& words, const Story& story, const Item& item);
// Under an entry in the timeline: the advice beside the decision, what was approved, and whether it is. `links`: with ways
// to ask and to decide.
Html plan_lines(const Visit& visit, const vault::Directory& state, const Story& story, const Item& item, bool links);
// Above the form of an entry that is about another one: the goal of a progress.
Html about_html(const Catalogue& words, const Story& story, const google::protobuf::Message& entry);

}  // namespace arasha::casework

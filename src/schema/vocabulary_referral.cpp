// Lists of what organisations ask of one another and answer.
#include "schema/vocabulary_lists.h"

namespace arasha::schema {

std::vector<Vocabulary> referral_lists() {
  return {
      {"special_need",
       {
           {"wheelchair", N_("A wheelchair, or hard to walk")},
           {"pregnant", N_("Pregnant")},
           {"baby", N_("A baby")},
           {"medical", N_("A doctor soon")},
           {"crisis", N_("Deep distress: not alone at night")},
           {"substances", N_("Withdrawal from alcohol or drugs")},
           {"security", N_("Somebody is looking for the person")},
           {"separate", N_("A room of one's own")},
           {"diet", N_("Food: religion or illness")},
           {"interpreter", N_("An interpreter")},
           {"pet", N_("An animal comes along")},
       }},
      {"blind_answer",
       {
           {"yes", N_("Yes, we can")},
           {"no", N_("No, we cannot")},
           {"question", N_("A question first")},
           {"reply", N_("Reply to the question")},
       }},
      {"blind_end",
       {
           {"found", N_("A place was found")},
           {"cancelled", N_("It is not needed any more")},
           {"over", N_("The time for answers is over")},
       }},
      // HTCDS 2.0, reasons of a referral.
      {"referral_reason",
       {
           {"services", N_("Further services are needed")},
           {"moving", N_("The person moves to another place")},
           {"return", N_("Return to the own country")},
           {"safety", N_("The person is not safe here")},
           {"other", N_("Other")},
       }},
      // After Primero's referral and HTCDS; "received" and "opened" are what the partner's program says.
      {"referral_step",
       {
           {"sent", N_("Sent")},
           {"received", N_("Received")},
           {"opened", N_("Opened")},
           {"accepted", N_("Accepted")},
           {"declined", N_("Declined")},
           {"in_progress", N_("In progress")},
           {"done", N_("Done")},
           {"feedback", N_("Feedback")},
           {"feedback_asked", N_("Asked for feedback")},
           {"revoked", N_("Taken back")},
           {"expired", N_("Came too late")},
           {"destroyed", N_("Destroyed, as was agreed")},
           {"closed", N_("Closed")},
       }},
      {"referral_decline",
       {
           {"full", N_("No free place")},
           {"not_suitable", N_("Not suitable for what is needed")},
           {"not_eligible", N_("The person does not meet the conditions")},
           {"survivor", N_("The person does not want it")},
           {"conflict", N_("It would not be safe with us")},
           {"resources", N_("No staff or money for it now")},
           {"wrong", N_("It is not for us")},
           {"other", N_("Other")},
       }},
      // Primero, service-referred.
      {"referral_outcome",
       {
           {"provided", N_("The help was given")},
           {"partly", N_("A part of the help was given")},
           {"elsewhere", N_("Another organisation helps already")},
           {"survivor", N_("The person did not want it any more")},
           {"not_reached", N_("The person could not be reached")},
           {"unavailable", N_("It turned out not to be possible")},
       }},
      {"referral_direction",
       {
           {"out", N_("From us to the partner")},
           {"in", N_("From the partner to us")},
       }},
      {"danger_whom",
       {
           {"person", N_("The person whom we help")},
           {"child", N_("A child")},
           {"family", N_("Somebody of the family")},
           {"staff", N_("Colleagues or the shelter")},
           {"others", N_("Other people")},
       }},
      {"thread_state",
       {
           {"draft", N_("Draft")},
           {"asked", N_("Waits for answers")},
           {"found", N_("Somebody can help")},
           {"nobody", N_("Nobody can help")},
           {"ended", N_("Ended")},
           {"sent", N_("Sent")},
           {"received", N_("Received")},
           {"accepted", N_("Accepted")},
           {"declined", N_("Declined")},
           {"in_progress", N_("In progress")},
           {"done", N_("Done")},
           {"revoked", N_("Taken back")},
           {"expired", N_("Came too late")},
           {"closed", N_("Closed")},
           {"told", N_("Told")},
       }},
      {"thread_note",
       {
           {"asked", N_("These partners were asked")},
           {"case", N_("A case was opened from it")},
           {"seen", N_("Read here")},
           {"destroyed", N_("What was sent is destroyed here")},
           {"too_late", N_("It came after it had been taken back, and was not kept")},
           {"documents_sent", N_("All pieces of the documents are on their way")},
           {"document_taken", N_("A document was taken into the case")},
       }},
  };
}

}  // namespace arasha::schema

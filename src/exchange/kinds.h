// What messages are about. The numbers stand in envelopes: never change or reuse one.
#pragma once

#include "exchange/message.h"

namespace arasha::exchange {

inline constexpr Kind kRefused = 1;         // a message of the thread was not acted upon, and why (exchange.proto, RefusalNotice)
inline constexpr Kind kCard = 2;            // the sender's new card: another address, another name
inline constexpr Kind kPiece = 3;           // a piece of a content that another message of the thread announces (exchange/content.h)

inline constexpr Kind kBlindRequest = 10;   // needs without identity
inline constexpr Kind kBlindAnswer = 11;    // yes, no, a question, an answer to one
inline constexpr Kind kBlindEnded = 12;     // the request is over

inline constexpr Kind kReferral = 20;       // the packet
inline constexpr Kind kReferralStep = 21;   // opened, accepted, declined, in progress, done, revoked, feedback
inline constexpr Kind kTalk = 22;           // words both ways; arrangements of the arrival
inline constexpr Kind kDanger = 23;         // danger to life
inline constexpr Kind kConference = 24;     // an invitation to a conference about a case, with what is released to this participant
inline constexpr Kind kConferenceStep = 25; // who comes, what a participant says, what was decided, its end

inline constexpr Kind kCaseWanted = 30;     // a case that the other organisation has
inline constexpr Kind kHandover = 31;       // offer, answer, pieces, protocol
inline constexpr Kind kComparison = 40;     // whether both help the same person

}  // namespace arasha::exchange

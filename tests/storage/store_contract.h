#pragma once

#include "ports/store.h"

#include <QObject>

#include <memory>
#include <optional>

namespace parlance::test {

/// What every Store must do, whatever it is made of. A test class derives from it and says how one is made and how its
/// answers are waited for.
class StoreContract : public QObject {
    Q_OBJECT
  protected:
    virtual std::unique_ptr<Store> makeStore() = 0;
    /// Returns once everything asked for so far has been answered.
    virtual void wait(Store& store) = 0;
    /// Events get their times from it, not from whoever asks.
    virtual bool hasOwnClock() const { return false; }

  private Q_SLOTS:
    void seqAndCountAreDense();
    void aNonceHasOneResult();
    void aRefusalTakesNoSeq();
    void onlyTheAuthorChanges();
    void timeNeverGoesBack();
    void answersComeInOrderAndNeverWithinTheCall();
    void eventsAfter();
    void textsComeBackAsTheyWere();
    void eventsStopWhereAReplyIsFull();
    void whatTheServerItselfReads();
    void whatIsGoneIsInNoEvent();
    void messagesByBounds();
    void deletedMessagesHideNoOthers();
    void membershipsAndReadMarks();
    void membershipsComeInPages();
    void oneMembership();
    void theDirectory();
    void aSearchOfTheDirectoryLooksAtSoMany();
    void strangersPushOutNobodyElse();
    void whoHasWrittenStays();
    void whoWritesInARoomBecomesAMember();
    void aNameIsKeptWithoutARoom();
    void strangersWithoutARoomAreBounded();
    void roomsWithoutEventsAreBounded();
    void roomsAreNotMadeByAccident();
    void roomSizes();
    void aDeletedRoomIsGone();
    void aRenamedRoomGoesOn();
    void namesAreUniqueByTheirFoldedForm();
    void onlyTheMakerRenames();
    void whatIsAskedForBeforeTheEndIsDoneBefore();

    void accountsComeBackAsTheyWere();
    void accountsComeInPages();
    void devicesComeBackAsTheyWere();
    void linksComeBackAsTheyWere();
    void actsAreFoundAgain();
    void whoHasAnAccountIsNoStranger();
    void anAccountIsMadeOnce();
    void aLastUseIsUsedOnce();
    void aSecondFactorIsUsedOnce();
    void recoveryCodesAreSpent();
    void whatIsBehindAnErrorIsNotWritten();

  private:
    Result<Appended> append(Store& store, NewEvent event);
    /// Made if it is not there, and called as its id reads.
    RoomRecord open(Store& store, const RoomId& room);

    /// The answer to what `ask` asks, which gets the callback.
    template <class T, class Ask>
    Result<T> answer(Store& store, Ask ask)
    {
        std::optional<Result<T>> result;
        ask(Done<T>([&result](Result<T> found) { result = std::move(found); }));
        while (!result)
            wait(store); // each room may be read by another thread
        return *std::move(result);
    }
    /// Gives what `act`, which gets the book, returns: a Result<T>.
    template <class T, class Act>
    Result<T> withBook(Store& store, Act act)
    {
        return answer<T>(
            store, [&](Done<T> done) { askAccounts<T>(store, BookAccess::Write, std::move(act), std::move(done)); });
    }
    Result<RoomSize> remove(Store& store, const RoomId& room);
    Result<Appended> rename(Store& store, const RoomId& room, const QString& to);
    Result<RoomId> named(Store& store, const QString& name);
    Result<RoomRecord> find(Store& store, const RoomId& room);
    /// Returns the time of its last event.
    qint64 furnish(Store& store);
};

} // namespace parlance::test

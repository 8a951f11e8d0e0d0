"""Words that screens say of themselves, the same whatever the flow shows."""

from __future__ import annotations

from kiosk.i18n import M

TRAINING = M("Training: nothing is posted, the drawer stays shut")
TRAINING_SHORT = M("TRAINING")

CANCEL = M("Cancel")
BACK = M("Back")
CLEAR = M("Clear")
SEARCH = M("Search name, pinyin or code")
FIND = M("Find")
EMPTY_BASKET = M("Scan to begin, or tap a product.")
NOTHING_FOUND = M("Nothing found. Try fewer letters, or the code below the bars.")
NO_TILES = M("No products here yet.")
SAVED = M("saved")
PAY = M("PAY")
GIVE_BACK = M("GIVE BACK")
QUANTITY = M("Quantity")

WHO = M("Who are you?")
WHO_HINT = M("Tap your name, or scan your badge.")
LOCKED = M("Locked")
LOCKED_HINT = M("Your sale is safe. Type your PIN to go on.")
PIN = M("PIN")
NOT_ME = M("Somebody else")
SIGN_IN = M("Sign in")

TO_PAY = M("To pay")
TO_GIVE_BACK = M("To give back")
STILL_DUE = M("Still to pay")
IN_CASH = M("in cash")
OTHER_AMOUNT = M("Other amount")
CASH_QUICK = M("Cash received")
WAYS = M("Other ways to pay")
PAID_IN = M("Paid so far")
PART = M("Part")
REMOVE = M("Take back")
WALLET_HINT = M("Scan the customer's payment code, or let the customer scan yours.")
WALLET_TAKEN = M("The customer has paid")
BACK_TO_SALE = M("Back to the sale")

CHANGE = M("Change")
NO_CHANGE = M("No change")
PAID_OUT = M("Given back")
CLOSE_DRAWER = M("Close the drawer. A scan begins the next sale.")
NEXT_HINT = M("A scan begins the next sale.")
NEXT = M("Next sale")
PRINT_AGAIN = M("Print again")
RECEIPT = M("Receipt")
TOTAL = M("Total")

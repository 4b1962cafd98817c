"""The one door between the confidential and the released wing."""

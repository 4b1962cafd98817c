"""What a check of the deliveries tells: lines, a workbook to send back, a page (confidential)."""

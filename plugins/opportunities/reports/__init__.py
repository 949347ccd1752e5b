"""Reports: what the opportunities that a viewer sees add up to."""

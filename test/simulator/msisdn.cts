/** Whether a number is a Bangladeshi mobile number (8801…), or digits that may be a number of another country. */
export function isValidNumber(number: string): boolean {
	if (number.startsWith('880')) return /^8801[3-9]\d{8}$/.test(number);
	return /^[1-9]\d{7,14}$/.test(number);
}

// SPDX-License-Identifier: MIT
//
// A program for which headers are compiled that others use: GCC wants what uses them to be compiled just like it.
int main() {}

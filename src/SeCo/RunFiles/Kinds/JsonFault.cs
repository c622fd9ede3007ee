namespace SeCo.RunFiles;

/// <summary>Tells faults of JSON as a user of the file sees them: by field, without types of the program.</summary>
internal static class JsonFault
{
    // What the serialiser says of a value that it cannot convert begins with the type that was expected.
    private static readonly (string Type, string Expected)[] Kinds =
    [
        ("List`1", "a list"), ("[]", "a list"), ("String", "a text"), ("Boolean", "true or false"), ("Byte", "a whole number from 0 to 255"),
        ("Int32", "a whole number"), ("Int64", "a whole number"), ("Double", "a number"), ("SeCo.", "an object"),
    ];

    /// <summary>The field and its fault: <c>area must be a finite number</c>.</summary>
    public static string Of(JsonException fault)
    {
        const string Missing = "missing required properties including: ";
        string place = (fault.Path ?? "$").TrimStart('$').TrimStart('.');
        string field = place.Length == 0 ? "the value" : place;
        if (fault.Message.IndexOf(Missing, StringComparison.Ordinal) is >= 0 and int at)
        {
            string missing = fault.Message[(at + Missing.Length)..].TrimEnd('.').Replace("'", string.Empty, StringComparison.Ordinal);
            return $"{(place.Length == 0 ? string.Empty : place + ": ")}no {missing}";
        }

        string[] parts = fault.Message.Split(" Path: $", 2);
        return parts.Length > 1
                ? Kinds.FirstOrDefault(kind => parts[0].Contains(kind.Type, StringComparison.Ordinal)).Expected is { } expected
                    ? $"{field} must be {expected}"
                    : $"{field} holds another kind of value than expected"
            : fault.Message.StartsWith("must be ", StringComparison.Ordinal) ? $"{field} {fault.Message}"
            : fault.Message;
    }

    /// <summary>Throws a fault of what is read, unless all is well.</summary>
    public static void Unless(bool good, string fault)
    {
        if (!good)
        {
            throw new FormatException(fault);
        }
    }
}

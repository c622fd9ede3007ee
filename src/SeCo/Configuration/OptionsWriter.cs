using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;

namespace SeCo.Configuration;

/// <summary>Writes option records as YAML: every key with its value, defaults too, so that a run's file says all that was in force.</summary>
public static partial class OptionsWriter
{
    /// <summary>The options as YAML, in the order of their declaration.</summary>
    public static string ToYaml(object options)
    {
        ArgumentNullException.ThrowIfNull(options);
        StringBuilder text = new();
        Write(text, options, 0);
        return text.ToString();
    }

    /// <summary>The options that differ from their defaults as YAML, each with the first sentence of its documentation as a comment.</summary>
    public static string ToCommentedYaml(object options)
    {
        ArgumentNullException.ThrowIfNull(options);
        StringBuilder text = new();
        string[] open = [];
        foreach ((string key, string value, _) in Differences(options, Activator.CreateInstance(options.GetType())!))
        {
            string[] parts = key.Split('.');
            for (int depth = open.Zip(parts).TakeWhile(pair => pair.First == pair.Second).Count(); depth < parts.Length; depth++)
            {
                string about = ConfigurationSchema.About(string.Join('.', parts[..(depth + 1)])) ?? string.Empty;
                text.Append(depth == 0 ? "\n" : string.Empty).Append(' ', depth * 2).Append("# ").Append(FirstSentence().Match(about).Value).Append('\n');
                text.Append(' ', depth * 2).Append(parts[depth]).Append(':').Append(depth == parts.Length - 1 ? $" {value}\n" : "\n");
            }

            open = parts[..^1];
        }

        return text.ToString();
    }

    /// <summary>The settings that differ from other settings of the same kind: key, value, and the other's value.
    /// A section that is null is compared as if it had the defaults.</summary>
    internal static IEnumerable<(string Key, string Value, string Other)> Differences(object options, object others, string prefix = "")
    {
        foreach (PropertyInfo property in OptionsBinder.PropertiesOf(options.GetType()))
        {
            (object? value, object? other, string key) = (property.GetValue(options), property.GetValue(others), prefix + OptionsBinder.KeyOf(property));
            if (value is not null && OptionsBinder.IsSection(value.GetType()) && value is not IEnumerable)
            {
                foreach ((string, string, string) inner in Differences(value, other ?? Activator.CreateInstance(value.GetType())!, key + "."))
                {
                    yield return inner;
                }
            }
            else if (Text(value) != Text(other))
            {
                yield return (key, Text(value), Text(other));
            }
        }
    }

    /// <summary>All settings, by their keys; sections too, which are null or <c>{…}</c>.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> Values(object options, string prefix = "")
    {
        foreach (PropertyInfo property in OptionsBinder.PropertiesOf(options.GetType()))
        {
            (object? value, string key) = (property.GetValue(options), prefix + OptionsBinder.KeyOf(property));
            yield return KeyValuePair.Create(key, Text(value));
            foreach (KeyValuePair<string, string> inner in OptionsBinder.IsSection(property.PropertyType) && value is not null ? Values(value, key + ".") : [])
            {
                yield return inner;
            }
        }
    }

    /// <summary>The name of an enum value in configuration files.</summary>
    public static string NameOf(Enum value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return OptionsBinder.NameOf(value);
    }

    private static void Write(StringBuilder text, object options, int depth)
    {
        foreach (PropertyInfo property in OptionsBinder.PropertiesOf(options.GetType()))
        {
            object? value = property.GetValue(options);
            text.Append(' ', depth * 2).Append(OptionsBinder.KeyOf(property)).Append(':');
            if (value is not null && OptionsBinder.IsSection(value.GetType()) && value is not IEnumerable)
            {
                text.Append('\n');
                Write(text, value, depth + 1);
            }
            else
            {
                text.Append(' ').Append(Text(value)).Append('\n');
            }
        }
    }

    private static string Text(object? value) =>
        value is IEnumerable list and not string ? $"[{string.Join(", ", list.Cast<object>().Select(Scalar))}]" : Scalar(value);

    private static string Scalar(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        Enum name => OptionsBinder.NameOf(name),
        INamedOption variant => variant.Name,
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        string text => Plain().IsMatch(text) && text is not ("null" or "true" or "false") ? text : Quote(text),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ when OptionsBinder.IsSection(value.GetType()) => "{…}", // beside a section that is absent
        _ => Quote(value.ToString()!),
    };

    /// <summary>A text in double quotes, as YAML, JSON and Python read it.</summary>
    internal static string Quote(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (char c in text)
        {
            quoted.Append(c is '"' or '\\' ? $"\\{c}" : char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString());
        }

        return quoted.Append('"').ToString();
    }

    [GeneratedRegex(@"^.*?(\.(?=\s)|$)", RegexOptions.Multiline)]
    private static partial Regex FirstSentence();

    [GeneratedRegex(@"^[A-Za-z_./][\w./\-]*\z")]
    private static partial Regex Plain();
}

using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using SeCo.Configuration;
using SeCo.Pipeline;

namespace SeCo.Tests.Documentation;

/// <summary>Builds <c>docs/configuration.md</c> from the option records and their XML documentation.</summary>
internal sealed class ConfigurationReference
{
    private const string Introduction = """
        # Configuration

        <!-- Generated from the option records by ConfigurationReferenceTests; change the records, then run the tests with SECO_UPDATE_DOCS=1. -->

        This page lists every setting of a run, with its kind, default and meaning. It is for everybody who writes or changes a settings file.

        A run is configured by a YAML file, by `--set section.key=value`, or by both; `--set` wins.
        Every key may be left out; its default is then used.
        An unknown key is an error that suggests the nearest known one. All faults are reported together.

        Relative paths of the dataset's files are below `dataset.root`. `dataset.root` itself, `dataset.classes`, weights,
        and the folders of masks are relative to the working directory.

        The settings in force, defaults included, are written to `config.yaml` in the run folder. That file can be given to `seco run` again.
        A section that is absent by default exists as soon as one of its keys is given; `section: null` removes it.

        In keys and values `-` and `_` mean the same. `null` (or nothing) unsets a key that may be unset.
        YAML is read as plain data: anchors, aliases and files over one mebibyte are refused.

        """;

    /// <summary>Columns that a line of text may take. A word that is longer than this stays whole.</summary>
    private const int Columns = 120;

    // A piece of code, with what touches it, is one word: it is never broken.
    private static readonly Regex Word = new(@"(?:`[^`]*`|[^\s`])+", RegexOptions.CultureInvariant);

    private readonly StringBuilder _text = new(Introduction.ReplaceLineEndings("\n"));
    private readonly XmlDocumentation _documentation = Documentation();
    private readonly Dictionary<Type, string> _written = [];

    private ConfigurationReference()
    {
    }

    public static string Build()
    {
        ConfigurationReference reference = new();
        reference.AddSection("Run", string.Empty, new RunOptions());
        return reference._text.ToString();
    }

    /// <summary>The documentation of the option records, under their keys.</summary>
    public static XmlDocumentation Documentation() =>
        new(typeof(RunOptions).Assembly, Sections(typeof(RunOptions), string.Empty).DistinctBy(s => s.Key).ToDictionary());

    private static string Absent(PropertyInfo section) => OptionsBinder.IsOptionalSection(section) ? " Absent by default." : string.Empty;

    private void AddSection(string title, string prefix, object options, string note = "")
    {
        PropertyInfo[] properties = [.. OptionsBinder.PropertiesOf(options.GetType())];
        PropertyInfo[] keys = [.. properties.Where(p => !OptionsBinder.IsSection(p.PropertyType))];
        _text.Append($"\n## {title}\n\n");
        AddText($"{_documentation.Of(options.GetType())}{note}");
        _text.Append(keys.Length > 0 ? "\n" : string.Empty);
        foreach (PropertyInfo key in keys)
        {
            AddItem($"**`{prefix}{OptionsBinder.KeyOf(key)}`** ({Kind(key.PropertyType)}; default {Value(key.GetValue(options))}): {_documentation.Of(key)}");
        }

        foreach (PropertyInfo key in keys.Where(k => Bare(k.PropertyType).IsEnum))
        {
            _text.Append($"\nValues of `{prefix}{OptionsBinder.KeyOf(key)}`:\n\n");
            foreach (FieldInfo value in Bare(key.PropertyType).GetFields(BindingFlags.Public | BindingFlags.Static))
            {
                AddItem($"`{OptionsBinder.KeyOf(value)}`: {_documentation.Of(value)}");
            }
        }

        foreach (PropertyInfo key in keys.Where(k => OptionsBinder.VariantsOf(k.PropertyType) is not null))
        {
            _text.Append($"\nValues of `{prefix}{OptionsBinder.KeyOf(key)}`:\n\n");
            foreach (INamedOption variant in OptionsBinder.VariantsOf(key.PropertyType)!)
            {
                AddItem($"`{variant.Name}`: {variant.About}");
            }
        }

        foreach (PropertyInfo section in properties.Except(keys))
        {
            string name = prefix + OptionsBinder.KeyOf(section);
            if (_written.TryGetValue(section.PropertyType, out string? first))
            {
                _text.Append($"\n## `{name}`\n\n");
                string anchor = first.Replace(".", string.Empty, StringComparison.Ordinal);
                AddText($"{_documentation.Of(section)} The keys are those of [`{first}`](#{anchor}).{Absent(section)}");
            }
            else
            {
                _written.Add(section.PropertyType, name);
                AddSection($"`{name}`", name + ".", section.GetValue(options) ?? Activator.CreateInstance(section.PropertyType)!, Absent(section));
            }
        }
    }

    private void AddItem(string text) => AddLines("- ", "  ", text);

    private void AddText(string text) => AddLines(string.Empty, string.Empty, text);

    // Breaks lines between words. A line never begins with what Markdown would take for the start of a list, a heading or a quote.
    private void AddLines(string first, string next, string text)
    {
        StringBuilder line = new(first);
        int begin = first.Length;
        foreach (string word in Word.Matches(text).Select(match => match.Value))
        {
            bool marks = word is ['-' or '+' or '*' or '#' or '>'] || Regex.IsMatch(word, @"^\d+[.)]$");
            if (line.Length > begin && line.Length + 1 + word.Length > Columns && !marks)
            {
                _text.Append(line).Append('\n');
                line.Clear().Append(next);
                begin = next.Length;
            }

            line.Append(line.Length > begin ? " " : string.Empty).Append(word);
        }

        _text.Append(line).Append('\n');
    }

    private static IEnumerable<KeyValuePair<Type, string>> Sections(Type options, string prefix) =>
        OptionsBinder.PropertiesOf(options).Where(p => OptionsBinder.IsSection(p.PropertyType)).SelectMany(p =>
            Sections(p.PropertyType, $"{prefix}{OptionsBinder.KeyOf(p)}.").Prepend(KeyValuePair.Create(p.PropertyType, prefix + OptionsBinder.KeyOf(p))));

    private static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static string Kind(Type type)
    {
        Type bare = Bare(type);
        return bare.IsEnum || OptionsBinder.VariantsOf(bare) is not null
            ? "a name"
            : OptionsBinder.ElementOf(bare) is not null ? "list" : Type.GetTypeCode(bare) switch
        {
            TypeCode.Boolean => "`true` or `false`",
            TypeCode.Int32 or TypeCode.Int64 or TypeCode.UInt64 => "whole number",
            TypeCode.Double => "number",
            _ => "text",
        };
    }

    private static string Value(object? value) => value switch
    {
        null => "`null`",
        "" => "none",
        bool flag => flag ? "`true`" : "`false`",
        Enum name => $"`{OptionsBinder.NameOf(name)}`",
        INamedOption variant => $"`{variant.Name}`",
        System.Collections.IEnumerable list and not string =>
            $"`[{string.Join(", ", list.Cast<object>().Select(i => Convert.ToString(i, CultureInfo.InvariantCulture)))}]`",
        IFormattable number => $"`{number.ToString(null, CultureInfo.InvariantCulture)}`",
        _ => $"`{value}`",
    };
}
